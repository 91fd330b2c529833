/** What a screen reader hears. */
import { describe, expect, it } from 'vitest';
import type { AgentStatus } from '../../core/types';
import { Spoken } from '../model/spoken';
import { message, poll, roomView, words } from './fakes';

describe('Spoken', () => {
  it('is silent about what was there and about older pages', () => {
    const spoken = new Spoken(words);
    expect(spoken.next(roomView({ messages: [message(5, 'user:bob', 'old')], polls: [poll(4)] }))).toEqual([]);
    expect(spoken.next(roomView({ messages: [message(1, 'user:bob', 'x'), message(5, 'user:bob', 'old')] }))).toEqual(
      []
    );
  });

  it('speaks a streamed message once, when it is whole', () => {
    const spoken = new Spoken(words);
    spoken.next(roomView());
    const streaming = message(6, 'agent:runner', 'The', { status: 'streaming' });
    expect(spoken.next(roomView({ messages: [streaming] }))).toEqual([]);
    const whole = message(6, 'agent:runner', 'The end.');
    expect(spoken.next(roomView({ messages: [whole] }))).toEqual(['runner: The end.']);
    expect(spoken.next(roomView({ messages: [whole] }))).toEqual([]);
  });

  it('does not repeat my own words to me', () => {
    const spoken = new Spoken(words);
    spoken.next(roomView());
    expect(spoken.next(roomView({ messages: [message(7, 'user:ann', 'me')] }))).toEqual([]);
  });

  it('announces votes and how they end', () => {
    const spoken = new Spoken(words);
    spoken.next(roomView());
    expect(spoken.next(roomView({ polls: [poll(8)] }))).toEqual(['Vote: Run this code?']);
    const decided = poll(8, { state: 'decided', outcome: 'approved' });
    expect(spoken.next(roomView({ polls: [decided] }))).toEqual(['Approved: Run this code?, 0 of 3']);
  });

  it('says how an agent is once that lasts, and why it failed', () => {
    const spoken = new Spoken(words);
    const how = (status: AgentStatus, error?: string): string[] => {
      const agent = { name: 'runner', status, since: 0, settings: {}, ...(error && { error }) };
      return spoken.next(roomView({ messages: [message(1, 'user:ann', 'hi')], agents: new Map([['a', agent]]) }));
    };
    expect(how('running')).toEqual([]);
    expect(how('stopping')).toEqual([]);
    expect(how('stopped')).toEqual(['runner: stopped']);
    expect(how('starting')).toEqual([]);
    expect(how('error', 'It is gone.')).toEqual(['runner: failed. It is gone.']);
    expect(how('running')).toEqual(['runner: running']);
  });
});
