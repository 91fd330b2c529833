/** A poll in numbers and words: who must still vote, what it takes, how it ended. Pure; the server alone decides. */
import type { IPollView } from '../../core/api';
import type { Consensus, IBallot, ParticipantId } from '../../core/types';
import type { IWords } from '../host';

export type VoterState = 'approved' | 'denied' | 'voted' | 'waiting';

export interface IVoter {
  id: ParticipantId;
  state: VoterState;
  ballot: IBallot | null;
}

/** Approval polls offer exactly approve and deny; the others let people choose. */
export function isApproval(poll: Pick<IPollView, 'subject'>): boolean {
  return poll.subject !== 'plain' && poll.subject !== 'question';
}

/** An effect is bound to the hash of its exact bytes. */
export function isEffect(poll: IPollView): boolean {
  return poll.subject === 'execution' || poll.subject === 'write' || poll.subject === 'permission';
}

export function voters(poll: IPollView): IVoter[] {
  return poll.seats.map(id => {
    const ballot = poll.ballots.get(id) ?? null;
    return { id, ballot, state: ballot ? voterState(ballot.choice) : 'waiting' };
  });
}

function voterState(choice: string): VoterState {
  if (choice === 'approve') {
    return 'approved';
  }
  return choice === 'deny' ? 'denied' : 'voted';
}

/** How many approvals (or equal votes) `policy` asks of `seats` voters. */
export function needed(policy: Consensus, seats: number): number {
  switch (policy) {
    case 'owner':
    case 'anyone':
      return 1;
    case 'majority':
      return Math.floor(seats / 2) + 1;
    case 'unanimous':
      return seats;
  }
}

export function ruleWords(policy: Consensus, seats: number, words: IWords): string {
  switch (policy) {
    case 'owner':
      return words.__('the owner decides');
    case 'anyone':
      return words.__('one is enough');
    case 'majority':
      return seats === 1 ? words.__('you decide alone') : words.__('%1 must agree', needed(policy, seats));
    case 'unanimous':
      return seats === 1 ? words.__('you decide alone') : words.__('all must approve');
  }
}

/** "2 of 3": approvals among the seats, or votes cast where people choose. */
export function tallyWords(poll: IPollView, words: IWords): string {
  const cast = voters(poll).filter(voter => (isApproval(poll) ? voter.state === 'approved' : voter.ballot !== null));
  return words.__('%1 of %2', cast.length, poll.seats.length);
}

/** The line beside an open poll's title. */
export function progressWords(poll: IPollView, me: ParticipantId | null, words: IWords): string {
  const alone = poll.seats.length === 1 && poll.seats[0] !== me;
  const rule = alone ? words.__('one person decides') : ruleWords(poll.policy, poll.seats.length, words);
  return `${tallyWords(poll, words)} · ${isApproval(poll) || poll.policy !== 'unanimous' ? rule : words.__('all are asked')}`;
}

/** Why a vote is open though enough approve; "" if it simply waits for more. */
export function needsWords(needs: IPollView['needs'], words: IWords): string {
  switch (needs) {
    case 'sponsor':
      return words.__('Enough approvals, but none of someone who may run this here: it waits for theirs.');
    case 'ballot':
      return words.__('Enough approvals, but a voter is gone: one of those who stayed must approve again.');
    case undefined:
      return '';
  }
}

/** All that a ballot chooses, where a question takes several. */
export function chosen({ choice, choices }: IBallot): readonly string[] {
  return choices?.length ? choices : [choice];
}

export function choiceCount(poll: IPollView, option: string): ParticipantId[] {
  return voters(poll)
    .filter(({ ballot }) => ballot !== null && chosen(ballot).includes(option))
    .map(voter => voter.id);
}

/** Those whose vote is still awaited. */
export function awaited(poll: IPollView): ParticipantId[] {
  return poll.seats.filter(id => !poll.ballots.has(id));
}

export function hasSeat(poll: IPollView, me: ParticipantId | null): boolean {
  return me !== null && poll.seats.includes(me);
}

/** Open polls where I have a seat and have not voted, oldest first. */
export function waitingForMe(polls: readonly IPollView[], me: ParticipantId | null): IPollView[] {
  return polls.filter(poll => poll.state === 'open' && hasSeat(poll, me) && !poll.ballots.has(me as ParticipantId));
}
