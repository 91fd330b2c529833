/** What the composer must say about the room's state, in one sentence with the next step. Pure. */
import type { IRoomView } from '../../core/api';
import type { ICommand, Millis } from '../../core/types';
import type { IWords } from '../host';
import { secondsUntil } from './time';

export interface IRoomState {
  /** `locked`: nothing can be written here; `waiting`: what is written is kept and sent later; `note`: just so. */
  kind: 'waiting' | 'locked' | 'note';
  sentence: string;
  canRetry: boolean;
  /** The next step, where it is one command that I may send. */
  remedy?: { label: string; command: ICommand };
}

/** Everything there is to say, the connection first; empty in an ordinary room. */
export function roomStates(view: IRoomView, online: boolean, now: Millis, words: IWords): IRoomState[] {
  const ended = view.closed ?? (view.connection.kind === 'refused' ? view.connection.reason : null);
  if (ended !== null) {
    return [{ kind: 'locked', sentence: ended, canRetry: false }];
  }
  return [connectionState(view, online, now, words), lifeState(view, words)].filter(state => state !== null);
}

/** What the room itself, or my place in it, does not allow. */
function lifeState(view: IRoomView, words: IWords): IRoomState | null {
  if (view.me === null || !view.room) {
    return null;
  }
  if (view.room.archived) {
    return archivedState(view, words);
  }
  if (!view.room.collaboration) {
    return soloState(view, words);
  }
  return view.can.has('post_message') ? null : silentState(view, words);
}

function archivedState({ can }: IRoomView, words: IWords): IRoomState {
  const state: IRoomState = {
    kind: 'locked',
    sentence: words.__('This room is archived: you can read it.'),
    canRetry: false
  };
  const remedy: IRoomState['remedy'] = { label: words.__('Unarchive'), command: { type: 'unarchive_room' } };
  return can.has('unarchive_room') ? { ...state, remedy } : state;
}

/** The owner goes on writing; the others are told where they come in (`RoomGate`), and here for the moment in between. */
function soloState({ can, me, room }: IRoomView, words: IWords): IRoomState {
  if (me !== room?.owner) {
    const sentence = words.__('The owner has this room to themselves now. You can come back when it is shared again.');
    return { kind: 'locked', sentence, canRetry: false };
  }
  const state: IRoomState = { kind: 'note', sentence: words.__('You have this room to yourself.'), canRetry: false };
  const remedy: IRoomState['remedy'] = {
    label: words.__('Share it again'),
    command: { type: 'set_collaboration', on: true }
  };
  return can.has('set_collaboration') ? { ...state, remedy } : state;
}

function silentState(view: IRoomView, words: IWords): IRoomState {
  const muted = view.me !== null && view.members.get(view.me)?.muted === true;
  const sentence = muted
    ? words.__('You are muted here. You can read; the owner or a moderator can let you write again.')
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
