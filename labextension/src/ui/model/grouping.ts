/**
 * Turns a room's messages, polls and unsent messages into the rows of its log. Pure.
 * A poll stands where it was asked; one older than what is loaded stands first, so that an open vote is always reachable.
 */
import type { IMessageView, IPendingMessage, IPollView } from '../../core/api';
import type { Millis, ParticipantId, Seq } from '../../core/types';
import { dayKey } from './time';

const GROUP_GAP: Millis = 5 * 60_000;

export type Row =
  | { kind: 'day'; key: string; at: Millis }
  | { kind: 'message'; key: string; message: IMessageView; head: boolean }
  | { kind: 'poll'; key: string; poll: IPollView }
  | { kind: 'pending'; key: string; pending: IPendingMessage; head: boolean };

export interface ILogContent {
  messages: readonly IMessageView[];
  polls: readonly IPollView[];
  pending: readonly IPendingMessage[];
  hasOlder: boolean;
  me: ParticipantId | null;
}

export function buildRows(content: ILogContent): Row[] {
  const rows: Row[] = [];
  for (const entry of inOrder(content)) {
    const at = 'author' in entry ? entry.at : entry.opened_at;
    openDay(rows, at);
    rows.push(
      'author' in entry ? messageRow(entry, rows.at(-1)) : { kind: 'poll', key: pollKey(entry.id), poll: entry }
    );
  }
  for (const pending of content.pending) {
    openDay(rows, pending.at);
    rows.push({ kind: 'pending', key: pending.id, pending, head: !continues(rows.at(-1), content.me, pending.at) });
  }
  return rows;
}

export function pollKey(poll: string): string {
  return `poll ${poll}`;
}

function inOrder({ messages, polls, hasOlder }: ILogContent): (IMessageView | IPollView)[] {
  const oldest: Seq = hasOlder ? (messages[0]?.seq ?? 0) : 0;
  const shown = polls.filter(poll => poll.seq >= oldest || poll.state === 'open');
  return [...messages, ...shown].sort((a, b) => a.seq - b.seq);
}

function openDay(rows: Row[], at: Millis): void {
  const last = rows.at(-1);
  if (!last || dayKey(timeOf(last)) !== dayKey(at)) {
    rows.push({ kind: 'day', key: `day ${dayKey(at)} ${at}`, at });
  }
}

function messageRow(message: IMessageView, before: Row | undefined): Row {
  const head = Boolean(message.reply_to) || !continues(before, message.author, message.at);
  return { kind: 'message', key: message.id, message, head };
}

function continues(before: Row | undefined, author: ParticipantId | null, at: Millis): boolean {
  if (before?.kind === 'pending') {
    return true;
  }
  return (
    before?.kind === 'message' &&
    before.message.author === author &&
    before.message.kind !== 'system' &&
    at - before.message.at < GROUP_GAP
  );
}

function timeOf(row: Row): Millis {
  switch (row.kind) {
    case 'day':
      return row.at;
    case 'message':
      return row.message.at;
    case 'poll':
      return row.poll.opened_at;
    case 'pending':
      return row.pending.at;
  }
}
