/** Polls in numbers and words. */
import { describe, expect, it } from 'vitest';
import { outcomeOf, reasonsOf } from '../model/outcome';
import { needed, progressWords, tallyWords, waitingForMe } from '../model/tally';
import { ballot, MEMBERS, poll, words } from './fakes';

const ME = 'user:ann';

describe('tally', () => {
  it.each([
    ['owner', 3, 1],
    ['anyone', 3, 1],
    ['majority', 3, 2],
    ['majority', 4, 3],
    ['unanimous', 3, 3]
  ] as const)('%s of %i seats needs %i', (policy, seats, expected) => {
    expect(needed(policy, seats)).toBe(expected);
  });

  it('counts approvals, not ballots', () => {
    const ballots = new Map([
      ['user:ann', ballot('approve')],
      ['user:bob', ballot('deny')]
    ]);
    expect(tallyWords(poll(1, { ballots }), words)).toBe('1 of 3');
    expect(progressWords(poll(1, { ballots }), ME, words)).toBe('1 of 3 · all must approve');
  });

  it('says the rule of each policy', () => {
    expect(progressWords(poll(1, { policy: 'majority' }), ME, words)).toBe('0 of 3 · 2 must agree');
    expect(progressWords(poll(1, { policy: 'owner' }), ME, words)).toBe('0 of 3 · the owner decides');
    expect(progressWords(poll(1, { seats: [ME] }), ME, words)).toBe('0 of 1 · you decide alone');
  });

  it('finds the open votes where I have a seat and no ballot', () => {
    const voted = poll(2, { ballots: new Map([[ME, ballot('approve')]]) });
    const without = poll(3, { seats: ['user:bob'] });
    const decided = poll(4, { state: 'decided' });
    expect(waitingForMe([poll(1), voted, without, decided], ME).map(({ id }) => id)).toEqual(['poll-1']);
    expect(waitingForMe([poll(1)], null)).toEqual([]);
  });
});

describe('outcome', () => {
  const outcome = (part: Parameters<typeof poll>[1]): string[] => {
    const { tone, title, note } = outcomeOf(poll(1, { state: 'decided', ...part }), MEMBERS, ME, words);
    return [tone, title, note];
  };

  it('names who denied, me as you', () => {
    const ballots = new Map([['user:bob', ballot('deny', { reason: 'No.' })]]);
    expect(outcome({ outcome: 'denied', ballots })).toEqual(['bad', 'Denied: Run this code?', 'by Bob Baker']);
    const mine = new Map([[ME, ballot('deny')]]);
    expect(outcome({ outcome: 'denied', ballots: mine })[2]).toBe('by you');
  });

  it('tells approval, expiry, cancelling and a choice apart', () => {
    const options = [{ id: 'a', label: 'Pizza' }];
    expect(outcome({ outcome: 'approved' })[0]).toBe('good');
    expect(outcome({ outcome: 'expired' })[1]).toBe('Not approved in time: Run this code?');
    expect(outcome({ state: 'cancelled' })[1]).toBe('Cancelled: Run this code?');
    expect(outcome({ subject: 'plain', title: 'Lunch?', options, outcome: 'a' })[1]).toBe('Lunch? Pizza');
    expect(outcome({ subject: 'plain', title: 'Lunch?', options, outcome: 'none' })[1]).toBe('No agreement: Lunch?');
  });

  it('keeps every reason once, with who said it', () => {
    const ballots = new Map([['user:bob', ballot('deny', { reason: 'No.' })]]);
    expect(reasonsOf(poll(1, { reason: 'No.', ballots }))).toEqual([{ by: 'user:bob', reason: 'No.' }]);
    expect(reasonsOf(poll(1, { reason: 'Late.', ballots }))).toHaveLength(2);
  });
});
