/** Mentions, whom a draft addresses, and what the composer says about it. */
import { describe, expect, it } from 'vitest';
import { addressee, asking, candidates, complete, mentionAt, mentioned } from '../model/mentions';
import { listener, promptHint } from '../model/promptHint';
import { roomStates } from '../model/roomState';
import type { IRoomView } from '../../core/api';
import { MEMBERS, NOW, roomView, words } from './fakes';

const RUNNER = 'agent:runner';

describe('mentions', () => {
  it('sees the mention the caret stands in', () => {
    expect(mentionAt('hi @ru', 6)).toEqual({ start: 3, text: 'ru' });
    expect(mentionAt('a@b', 3)).toBeNull();
    expect(mentionAt('@', 1)).toEqual({ start: 0, text: '' });
  });

  it('offers agents first and never me', () => {
    const ids = candidates(MEMBERS, '', 'user:ann').map(([id]) => id);
    expect(ids[0]).toBe(RUNNER);
    expect(ids).not.toContain('user:ann');
    expect(candidates(MEMBERS, 'bak', 'user:ann').map(([id]) => id)).toEqual(['user:bob']);
  });

  it('completes in the middle of a text', () => {
    expect(complete('hi @ru now', { start: 3, text: 'ru' }, 'runner')).toEqual({ draft: 'hi @runner now', caret: 11 });
  });

  it('ignores code, quotes and addresses', () => {
    expect(mentioned('`@runner` and\n```\n@runner\n```\n> @runner\nmail@runner')).toEqual([]);
    expect(mentioned('(@bob) @runner.')).toEqual(['bob', 'runner']);
  });

  it('addresses the first agent mentioned, else the agent replied to', () => {
    expect(addressee('@bob @runner go', MEMBERS, null)).toBe(RUNNER);
    expect(addressee('go on', MEMBERS, RUNNER)).toBe(RUNNER);
    expect(addressee('go on', MEMBERS, 'user:bob')).toBeNull();
  });
});

describe('asking', () => {
  it('names the agent once, or asks whom', () => {
    expect(asking('', 'runner')).toBe('@runner ');
    expect(asking('why?', 'runner')).toBe('@runner why?');
    expect(asking('@ why?', 'runner')).toBe('@runner why?');
    expect(asking('well, @runner, why?', 'runner')).toBe('well, @runner, why?');
    expect(asking('why?', null)).toBe('@ why?');
    expect(asking('', null)).toBe('@');
  });
});

describe('listener', () => {
  const answering = (part: Partial<IRoomView> = {}): IRoomView => {
    const view = roomView(part);
    return { ...view, room: view.room && { ...view.room, policy: { ...view.room.policy, answers: 'all' } } };
  };

  it('is the only agent of a room that has it answer everything, while it runs and is free', () => {
    const two = new Map([
      ...roomView().agents,
      ['agent:b', { name: 'b', status: 'running', since: 0, settings: {} } as const]
    ]);
    const held = new Map([[RUNNER, { turn: 't', holder: 'user:bob', queue: [] }]]);
    expect(listener(answering(), false)).toBe(RUNNER);
    expect(listener(roomView(), false)).toBeNull();
    expect(listener(answering(), true)).toBeNull();
    expect(listener(answering({ turns: held }), false)).toBeNull();
    expect(listener(answering({ agents: two }), false)).toBeNull();
    expect(listener(answering({ agents: new Map() }), false)).toBeNull();
  });
});

describe('promptHint', () => {
  const held = new Map([[RUNNER, { turn: 't', holder: 'user:bob', queue: [] }]]);
  const refusing = (view: IRoomView): IRoomView => ({
    ...view,
    room: view.room && { ...view.room, policy: { ...view.room.policy, prompts: 'refuse' } }
  });

  it('says whom a prompt asks, and is silent about talk', () => {
    expect(promptHint(roomView(), RUNNER, words)).toMatchObject({ sentence: 'This asks runner', refused: false });
    expect(promptHint(roomView(), null, words)).toBeNull();
  });

  it('tells talk from prompts where the room refuses these', () => {
    const view = refusing(roomView({ turns: held }));
    expect(promptHint(view, null, words)?.sentence).not.toContain('without asking');
    expect(promptHint(view, RUNNER, words)?.sentence).toContain('You can still talk without asking.');
  });

  it('says the place in the queue, or who holds the turn where the room refuses', () => {
    expect(promptHint(roomView({ turns: held }), null, words)?.sentence).toBe('A prompt now waits as number 1');
    const refused = promptHint(refusing(roomView({ turns: held })), RUNNER, words);
    expect(refused?.refused).toBe(true);
    expect(refused?.sentence).toContain('Bob Baker holds the turn');
  });

  it('offers to start a stopped agent to those who may', () => {
    const agents = new Map([[RUNNER, { name: 'runner', status: 'stopped', since: NOW, settings: {} } as const]]);
    expect(promptHint(roomView({ agents }), RUNNER, words)?.start).toBe(RUNNER);
    expect(promptHint(roomView({ agents, can: new Set() }), RUNNER, words)?.start).toBeNull();
    expect(promptHint(roomView({ agents }), null, words)).toBeNull();
  });
});

describe('roomStates', () => {
  const sentences = (part: Partial<IRoomView>, online = true): string[] =>
    roomStates(roomView(part), online, NOW, words).map(({ sentence }) => sentence);

  it('has nothing to say in an ordinary room', () => {
    expect(sentences({})).toEqual([]);
  });

  it('counts down to the next attempt and keeps what is unsent', () => {
    const connection = { kind: 'reconnecting', attempt: 3, retryAt: NOW + 4000 } as const;
    const pending = [{ id: 'm', body: 'x', at: NOW, failure: null }];
    expect(sentences({ connection, pending })).toEqual([
      'Reconnecting, attempt 3, next in 4 s · your 1 unsent message is kept'
    ]);
    expect(sentences({ connection }, false)).toEqual(['This computer is offline']);
  });

  it('tells observers, the muted and the removed apart', () => {
    expect(sentences({ can: new Set(), me: 'user:dee' })[0]).toMatch(/^You observe/);
    const muted = new Map(MEMBERS).set('user:bob', { ...MEMBERS.get('user:bob')!, muted: true });
    expect(sentences({ can: new Set(), me: 'user:bob', members: muted })[0]).toMatch(/^You are muted/);
    expect(sentences({ closed: 'You were removed.' })).toEqual(['You were removed.']);
  });
});
