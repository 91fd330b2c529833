/** The record of a decision in words: one line for each act. Pure; what happened is the server's log. */
import type { IAct, IDecision, IMember, ParticipantId } from '../../core/types';
import type { IWords } from '../host';
import type { Members } from './people';

/** Members, and whoever else is named, so that people who left are called what they were called. */
export function withNames(members: Members, names: Iterable<[ParticipantId, string]>): Members {
  const gone = [...names].filter(([id]) => !members.has(id));
  return gone.length === 0
    ? members
    : new Map([...members, ...gone.map(([id, name]) => [id, left(id, name)] as const)]);
}

function left(id: ParticipantId, name: string): IMember {
  return { name, handle: '', kind: id.slice(0, id.indexOf(':')), role: 'left', joined_at: 0 };
}

/** What `act.who` (or whoever caused it) did. */
export function actWords(act: IAct, decision: IDecision, words: IWords): string {
  switch (act.what) {
    case 'ballot':
      return ballotWords(act, decision, words);
    case 'seat_lost':
      return words.__('lost the right to vote: %1', lossWords(act.reason, words));
    case 'override':
      return act.choice === 'approve'
        ? words.__('approved alone, as the owner')
        : words.__('denied alone, as the owner');
    case 'resolved':
      return endWords(act, decision, words);
    case 'claim':
      return words.__('took responsibility: it began');
    case 'effect':
      return effectEnd(act, words);
  }
}

function ballotWords(act: IAct, decision: IDecision, words: IWords): string {
  const said = saidWords(act, decision, words);
  switch (act.void) {
    case 'replaced':
      return words.__('%1 (changed later)', said);
    case 'lost':
      return words.__('%1 (did not count)', said);
    case undefined:
      return said;
  }
}

function saidWords({ choice, choices, answers }: IAct, decision: IDecision, words: IWords): string {
  if (decision.subject !== 'question' && decision.subject !== 'plain') {
    return choice === 'approve' ? words.__('approved') : words.__('denied');
  }
  const picked = (choices ?? [choice]).map(id => decision.options.find(option => option.id === id)?.label ?? id);
  const written = Object.values(answers ?? {}).map(String);
  return words.__('chose %1', [...picked, ...written].map(one => `“${one}”`).join(', '));
}

function lossWords(why: string | undefined, words: IWords): string {
  const known: { [why: string]: string } = {
    left: words.__('left the room'),
    removed: words.__('was removed'),
    muted: words.__('was muted'),
    role: words.__('got another role'),
    grant: words.__('their link ended'),
    absent: words.__('was away'),
    transferred: words.__('gave the room away')
  };
  return known[why ?? ''] ?? why ?? '';
}

function endWords({ outcome }: IAct, decision: IDecision, words: IWords): string {
  const known: { [outcome: string]: string } = {
    approved: words.__('Approved'),
    denied: words.__('Denied'),
    expired: words.__('Time was up'),
    none: words.__('No agreement')
  };
  if (outcome === undefined) {
    return words.__('Closed without a decision');
  }
  return known[outcome] ?? words.__('Decided: %1', wonWords(decision, outcome));
}

/** Where a question takes several options, its outcome is the first of those that were chosen together. */
function wonWords({ acts = [], options }: IDecision, outcome: string): string {
  const ballot = acts.find(act => act.what === 'ballot' && act.void === undefined && act.choice === outcome);
  const won = ballot?.choices ?? [outcome];
  return won.map(id => `“${options.find(option => option.id === id)?.label ?? id}”`).join(', ');
}

/** A reason is told once: where it was given. */
export function reasonOf(act: IAct, { acts = [] }: IDecision): string | undefined {
  const isSpoken = act.what === 'ballot' || act.what === 'override';
  const isRepeated = acts.some(other => other.seq < act.seq && other.reason === act.reason);
  return isSpoken || (act.what === 'resolved' && !isRepeated) ? act.reason : undefined;
}

function effectEnd({ effect, reason }: IAct, words: IWords): string {
  const known: { [effect: string]: string } = {
    done: words.__('It was done'),
    failed: words.__('It failed'),
    unknown: words.__('The server stopped while it ran; how it ended is unknown')
  };
  const told = known[effect ?? ''] ?? '';
  return reason ? `${told}: ${reason}` : told;
}

/** Acts of the room as a whole have nobody in front. */
export function isImpersonal(act: IAct): boolean {
  return act.what === 'resolved' || act.what === 'effect';
}
