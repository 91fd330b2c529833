/** The rows of the log: order, days, consecutive messages, polls and unsent messages. */
import { describe, expect, it } from 'vitest';
import { buildRows, type ILogContent, type Row } from '../model/grouping';
import { message, NOW, poll } from './fakes';

const build = (part: Partial<ILogContent>): Row[] =>
  buildRows({ messages: [], polls: [], pending: [], hasOlder: false, me: 'user:ann', ...part });
const kinds = (rows: Row[]): string[] => rows.map(row => row.kind);
const heads = (rows: Row[]): boolean[] => rows.flatMap(row => ('head' in row ? [row.head] : []));

describe('buildRows', () => {
  it('groups consecutive messages of one author', () => {
    const messages = [message(1, 'user:bob', 'a'), message(2, 'user:bob', 'b'), message(3, 'user:cyd', 'c')];
    expect(heads(build({ messages }))).toEqual([true, false, true]);
  });

  it('starts a new group after five minutes and for a reply', () => {
    const late = message(2, 'user:bob', 'b', { at: NOW });
    expect(heads(build({ messages: [message(1, 'user:bob', 'a'), late] }))).toEqual([true, true]);
    const reply = message(2, 'user:bob', 'b', { reply_to: 'message-1' });
    expect(heads(build({ messages: [message(1, 'user:bob', 'a'), reply] }))).toEqual([true, true]);
  });

  it('puts a poll where it was asked, which ends the group', () => {
    const messages = [message(1, 'user:bob', 'a'), message(3, 'user:bob', 'c')];
    const rows = build({ messages, polls: [poll(2)] });
    expect(kinds(rows)).toEqual(['day', 'message', 'poll', 'message']);
    expect(heads(rows)).toEqual([true, true]);
  });

  it('separates days', () => {
    const messages = [message(1, 'user:bob', 'a', { at: NOW - 2 * 86_400_000 }), message(2, 'user:bob', 'b')];
    expect(kinds(build({ messages }))).toEqual(['day', 'message', 'day', 'message']);
  });

  it('leaves out decided polls older than what is loaded, but never an open one', () => {
    const old = [poll(1), poll(2, { state: 'decided', outcome: 'approved' })];
    const rows = build({ messages: [message(9, 'user:bob', 'a')], polls: old, hasOlder: true });
    expect(rows.flatMap(row => (row.kind === 'poll' ? [row.poll.id] : []))).toEqual(['poll-1']);
  });

  it('keeps the key of a message from unsent to sent', () => {
    const pending = [{ id: 'm1', body: 'x', at: NOW, failure: null }];
    const before = build({ pending }).find(row => row.kind === 'pending');
    const after = build({ messages: [message(1, 'user:ann', 'x', { id: 'm1' })] }).find(row => row.kind === 'message');
    expect(before?.key).toBe(after?.key);
  });
});
