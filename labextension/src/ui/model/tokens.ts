/** Access tokens in words, and how a script uses one. Pure. */
import type { IAccessToken, IRoomSummary, Millis, TokenScope } from '../../core/types';
import type { IWords } from '../host';
import { until } from './time';

export function scopeOptions(words: IWords): Record<TokenScope, string> {
  return {
    read: words.__('read'),
    post: words.__('read and post'),
    ask: words.__('read, post and ask agents')
  };
}

/** "read and post · in churn model · ends in 3 days". */
export function tokenFacts(token: IAccessToken, rooms: readonly IRoomSummary[], now: Millis, words: IWords): string {
  const names = token.rooms.map(id => rooms.find(room => room.id === id)?.name ?? words.__('a room you are not in'));
  const facts = [scopeOptions(words)[token.scope], words.__('in %1', names.join(', '))];
  return [...facts, until(token.expires_at, now, words)].join(' · ');
}

/** Three lines of Python. */
export function pythonExample(url: string, room: string, secret: string): string {
  const quoted = [url, room, secret].map(text => JSON.stringify(text));
  return [
    'from jupyter_collabchat import connect_sync',
    `room = connect_sync(${quoted[0]}, ${quoted[1]}, token=${quoted[2]})`,
    'room.post("Hello from a script")'
  ].join('\n');
}
