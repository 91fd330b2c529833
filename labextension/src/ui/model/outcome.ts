/** How a decided poll is told: colour, words, and what became of its effect. Pure. */
import type { IPollView } from '../../core/api';
import type { EffectState, ParticipantId } from '../../core/types';
import type { IWords } from '../host';
import { isInWords, wordsOf } from './answers';
import { labelOf, type Members } from './people';
import { chosen, isApproval, tallyWords } from './tally';

export type Tone = 'good' | 'bad' | 'neutral' | 'busy' | 'warn';

export interface IOutcome {
  tone: Tone;
  title: string;
  /** Beside the title: the tally or who denied. */
  note: string;
}

export function outcomeOf(poll: IPollView, members: Members, me: ParticipantId | null, words: IWords): IOutcome {
  if (poll.state === 'cancelled') {
    return { tone: 'neutral', title: words.__('Cancelled: %1', poll.title), note: words.__('nothing was approved') };
  }
  if (!isApproval(poll)) {
    return choiceOutcome(poll, words);
  }
  switch (poll.outcome) {
    case 'approved':
      return { tone: 'good', title: words.__('Approved: %1', poll.title), note: tallyWords(poll, words) };
    case 'denied':
      return { tone: 'bad', title: words.__('Denied: %1', poll.title), note: deniedBy(poll, members, me, words) };
    default:
      return { tone: 'bad', title: words.__('Not approved in time: %1', poll.title), note: tallyWords(poll, words) };
  }
}

function choiceOutcome(poll: IPollView, words: IWords): IOutcome {
  const won = listed(wonLabels(poll));
  const note = tallyWords(poll, words);
  if (won) {
    return { tone: 'good', title: answered(poll.title, won, words), note };
  }
  if (poll.outcome === 'expired' || poll.outcome === 'timeout') {
    return { tone: 'neutral', title: words.__('Time is up: %1', poll.title), note };
  }
  return { tone: 'neutral', title: words.__('No agreement: %1', poll.title), note };
}

/** A title that ends as a sentence takes no colon. */
function answered(title: string, won: string, words: IWords): string {
  return /[?!.:]$/.test(title) ? `${title} ${won}` : words.__('%1: %2', title, won);
}

/** Several are told apart by quotes: a comma may be part of a label. */
function listed(labels: readonly string[]): string {
  return labels.length > 1 ? labels.map(label => `“${label}”`).join(', ') : labels.join('');
}

/** Where a question takes several options, its outcome is the first of those that were chosen together. */
function wonLabels({ options, outcome, ballots }: IPollView): string[] {
  const ballot = [...ballots.values()].find(({ choice }) => choice === outcome);
  const won = ballot ? chosen(ballot) : [outcome];
  const said = ballot ? wordsOf(ballot) : '';
  const labels = options.filter(({ id }) => won.includes(id) && !(said && isInWords(id))).map(({ label }) => label);
  return said ? [...labels, said] : labels;
}

/** A question that ended without an answer of all: what each said is worth more than that they differ. */
export function isDiffering({ subject, outcome, ballots }: IPollView): boolean {
  return subject === 'question' && (outcome === 'none' || outcome === 'expired') && ballots.size > 0;
}

/** The people who voted deny; empty where seats were lost instead. */
function deniedBy(poll: IPollView, members: Members, me: ParticipantId | null, words: IWords): string {
  const names = [...poll.ballots]
    .filter(([, ballot]) => ballot.choice === 'deny')
    .map(([id]) => (id === me ? words.__('you') : labelOf(members, id, me, words)));
  return names.length > 0 ? words.__('by %1', names.join(', ')) : '';
}

/** Reasons that stay readable after the outcome: the poll's own, then each voter's. */
export function reasonsOf(poll: IPollView): { by: ParticipantId | null; reason: string }[] {
  const spoken = [...poll.ballots]
    .filter(([, ballot]) => ballot.reason && ballot.reason !== poll.reason)
    .map(([by, ballot]) => ({ by, reason: ballot.reason as string }));
  return poll.reason ? [{ by: whoSaid(poll), reason: poll.reason }, ...spoken] : spoken;
}

function whoSaid(poll: IPollView): ParticipantId | null {
  return [...poll.ballots].find(([, ballot]) => ballot.reason === poll.reason)?.[0] ?? null;
}

export function effectWords(effect: EffectState, words: IWords): { tone: Tone; text: string } {
  const told: Record<EffectState, { tone: Tone; text: string }> = {
    pending: { tone: 'neutral', text: words.__('waiting to run') },
    running: { tone: 'busy', text: words.__('running…') },
    done: { tone: 'good', text: words.__('ran') },
    failed: { tone: 'bad', text: words.__('failed') },
    unknown: { tone: 'warn', text: words.__('outcome unknown: the server stopped while it ran; it was not run again') }
  };
  return told[effect];
}
