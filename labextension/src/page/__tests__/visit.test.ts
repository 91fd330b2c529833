import { describe, expect, it } from 'vitest';
import { endOf, type IEnd, isSingle, isSolo, type IVisit, visitOf } from '../rooms/visit';
import type { IClosed } from '../rooms/visitChat';
import { plainWords } from '../words';
import { ANN, lobbyView, NOBODY, summary } from './world';

const NONE: ReadonlySet<string> = new Set();
const REFUSED = { kind: 'refused', code: 4401, reason: 'You are signed out.' } as const;
const CLOSED: IClosed = { room: 'r1', sentence: 'You were removed.', signedOut: false, unexplained: false };

function guest(part: Parameters<typeof lobbyView>[0] = {}, left = NONE): IVisit {
  return visitOf(lobbyView(part), left, NOBODY);
}

function end(visit: IVisit, room: string | null, closed: IClosed | null = null): IEnd | null {
  return endOf(visit, room, closed, plainWords);
}

describe('a visit', () => {
  it('is a guest’s where nobody is signed in, until the server says otherwise', () => {
    expect(visitOf(lobbyView({ me: null }), NONE, NOBODY).isGuest).toBe(true);
    expect(visitOf(lobbyView({ me: null }), NONE, ANN).isGuest).toBe(false);
  });

  it('shows a guest with one room that room alone', () => {
    expect(isSingle(guest({ rooms: [summary('r1')] }))).toBe(true);
    expect(isSingle(guest({ rooms: [summary('r1'), summary('r2')] }))).toBe(false);
    expect(isSingle(visitOf(lobbyView({ me: null, rooms: [summary('r1')] }), NONE, ANN))).toBe(false);
  });

  it('waits while the owner works alone', () => {
    const rooms = [summary('r1', { collaboration: false }), summary('r2')];
    expect(isSolo(guest({ rooms }), 'r1')).toBe(true);
    expect(isSolo(guest({ rooms }), 'r2')).toBe(false);
  });
});

describe('the end of a visit', () => {
  it('has not come while there are rooms, or the server has said nothing', () => {
    expect(end(guest({ rooms: [summary('r1')] }), 'r1')).toBeNull();
    expect(end(guest({ rooms: null }), null)).toBeNull();
  });

  it('says why the only room ended, and leaves a guest nothing to do', () => {
    expect(end(guest({ rooms: [summary('r1')] }), 'r1', CLOSED)).toMatchObject({
      sentence: 'You were removed.',
      step: null
    });
  });

  it('is a removal, or the end of the room, where the server knows no such room for a guest', () => {
    const closed: IClosed = { ...CLOSED, sentence: 'This room does not exist.', unexplained: true };
    expect(end(guest({ rooms: [] }), 'r1', closed)?.sentence).toMatch(/^You were removed/);
    expect(end(visitOf(lobbyView({ me: null }), NONE, ANN), 'r1', closed)?.sentence).toBe(closed.sentence);
  });

  it('leads back where there are other rooms, and people with a login in any case', () => {
    expect(end(guest({ rooms: [summary('r2')] }), 'r1', CLOSED)?.step).toBe('back');
    expect(end(visitOf(lobbyView({ me: null }), NONE, ANN), 'r1', CLOSED)?.step).toBe('back');
  });

  it('tells those who left that they left, even while the list still has the room', () => {
    expect(end(guest({ rooms: [summary('r1')] }, new Set(['r1'])), 'r1', CLOSED)?.title).toBe('You have left');
  });

  it('tells a guest in no room so, and a stranger how to come in', () => {
    expect(end(guest(), null)?.title).toBe('You are in no room here');
    expect(end(guest({ me: null, rooms: null, connection: REFUSED }), null)?.step).toBe('sign-in');
  });

  it('comes at once when the guest is not known any more', () => {
    const known = guest({ rooms: [summary('r1'), summary('r2')] });
    expect(end(known, 'r1', { ...CLOSED, signedOut: true })?.title).toBe('Your visit has ended');
    expect(end(guest({ connection: REFUSED }), 'r1')?.title).toBe('Your visit has ended');
  });
});
