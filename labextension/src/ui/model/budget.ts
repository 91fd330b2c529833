/** What an agent has taken in a room, beside what it may take. Pure. */
import type { IBudgetValue, Millis, Period } from '../../core/types';
import type { IWords } from '../host';
import { compactNumber } from './text';

/** Counted since the period began. */
export interface ISpent {
  since: Millis;
  turns: number;
  tokens: number;
  seconds: number;
}

export interface IBudgetLine {
  kind: 'turns' | 'tokens' | 'seconds';
  text: string;
  /** Of what may be taken; null where that is not limited. */
  part: number | null;
}

const KINDS = ['turns', 'tokens', 'seconds'] as const;

/** What is limited is always told, the rest once there is something to tell. */
export function budgetLines(spent: ISpent | undefined, budget: IBudgetValue | undefined, words: IWords): IBudgetLine[] {
  return KINDS.filter(kind => spent?.[kind] || budget?.[kind] !== undefined).map(kind => {
    const used = spent?.[kind] ?? 0;
    const most = budget?.[kind];
    return { kind, text: lineWords(kind, used, { most, words }), part: most === undefined ? null : used / most };
  });
}

function lineWords(kind: IBudgetLine['kind'], used: number, { most, words }: { most?: number; words: IWords }): string {
  const said = (amount: number): string => (kind === 'seconds' ? duration(amount, words) : compactNumber(amount));
  const amount = most === undefined ? said(used) : words.__('%1 of %2', said(used), said(most));
  const named: Record<IBudgetLine['kind'], string> = {
    turns: words.__('%1 prompts', amount),
    tokens: words.__('%1 tokens', amount),
    seconds: words.__('%1 of work', amount)
  };
  return named[kind];
}

/** Minutes with a decimal while it is short. */
function duration(seconds: number, words: IWords): string {
  const minutes = seconds / 60;
  if (minutes < 1) {
    return words.__('%1 s', Math.round(seconds));
  }
  return words.__('%1 min', Number.isInteger(minutes) || minutes >= 10 ? Math.round(minutes) : minutes.toFixed(1));
}

export function periodWords(period: Period | undefined, words: IWords): string {
  switch (period) {
    case 'hour':
      return words.__('Taken in this room, per hour');
    case 'day':
      return words.__('Taken in this room, per day');
    case 'week':
      return words.__('Taken in this room, per week');
    case undefined:
      return words.__('Taken in this room');
  }
}
