/** What the composer must say about the room's state, in one sentence with the next step. Pure. */
import type { IRoomView } from '../../core/api';
import type { Millis } from '../../core/types';
import type { IWords } from '../host';
import { secondsUntil } from './time';

export interface IRoomState {
  /** `locked`: nothing can be written here; `waiting`: what is written is kept and sent later. */
  kind: 'waiting' | 'locked';
  sentence: string;
  canRetry: boolean;
}

/** Everything there is to say, the connection first; empty in an ordinary room. */
export function roomStates(view: IRoomView, online: boolean, now: Millis, words: IWords): IRoomState[] {
  const ended = view.closed ?? (view.connection.kind === 'refused' ? view.connection.reason : null);
  if (ended !== null) {
    return [{ kind: 'locked', sentence: ended, canRetry: false }];
  }
  return [connectionState(view, online, now, words), withoutRight(view, words)].filter(state => state !== null);
}

function withoutRight(view: IRoomView, words: IWords): IRoomState | null {
  if (view.me === null || !view.room || view.can.has('post_message')) {
    return null;
  }
  const muted = view.members.get(view.me)?.muted === true;
  const sentence = muted
    ? words.__('You are muted here. You can read; the owner can let you write again.')
    : words.__('You observe this room. The owner can let you write.');
  return { kind: 'locked', sentence, canRetry: false };
}

function connectionState(view: IRoomView, online: boolean, now: Millis, words: IWords): IRoomState | null {
  const { connection } = view;
  switch (connection.kind) {
    case 'connecting':
      return view.room ? waiting(words.__('Connecting…'), view, words) : null;
    case 'reconnecting': {
      if (!online) {
        return waiting(words.__('This computer is offline'), view, words);
      }
      const seconds = secondsUntil(connection.retryAt, now);
      return waiting(words.__('Reconnecting, attempt %1, next in %2 s', connection.attempt, seconds), view, words);
    }
    case 'polling':
      return { kind: 'waiting', sentence: words.__('No live connection: looking for news every 2 s'), canRetry: true };
    default:
      return null;
  }
}

function waiting(sentence: string, view: IRoomView, words: IWords): IRoomState {
  const unsent = view.pending.length;
  const kept = words._n('your %1 unsent message is kept', 'your %1 unsent messages are kept', unsent);
  return { kind: 'waiting', sentence: unsent > 0 ? `${sentence} · ${kept}` : sentence, canRetry: true };
}
