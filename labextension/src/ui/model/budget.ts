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
  const said = (amount: number): string => (kind === 'seconds' ? minutes(amount) : compactNumber(amount));
  const amount = most === undefined ? said(used) : words.__('%1 of %2', said(used), said(most));
  const named: Record<IBudgetLine['kind'], string> = {
    turns: words.__('%1 prompts', amount),
    tokens: words.__('%1 tokens', amount),
    seconds: words.__('%1 minutes of work', amount)
  };
  return named[kind];
}

/** With a decimal while it is short. */
function minutes(seconds: number): string {
  const value = seconds / 60;
  return Number.isInteger(value) || value >= 10 ? String(Math.round(value)) : value.toFixed(1);
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
