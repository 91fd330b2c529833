/** Who is visiting, which rooms are theirs, and whether there is anything for them here. Pure. */
import type { ILobbyView } from '../../core/api';
import type { IRoomSummary } from '../../core/types';
import type { IWords } from '../../ui/host';
import type { IPageConfig } from '../config';
import type { IClosed } from './visitChat';

export interface IVisit {
  /** Somebody without a login, whether a link has let them in or not. */
  isGuest: boolean;
  mine: readonly IRoomSummary[];
  /** The server has said that there is no room of theirs; false while it has said nothing. */
  isEmpty: boolean;
  hasLeft: boolean;
  /** The server has said that it does not know them, or not any more. */
  isTurnedAway: boolean;
  /** Whether the server ever knew them on this page. */
  wasKnown: boolean;
}

export interface IEnd {
  title: string;
  sentence: string;
  /** What is left to do: go back to the other rooms, or sign in; nothing at the end of a guest's visit. */
  step: 'back' | 'sign-in' | null;
}

/** `left`: rooms I have left, which the list may still show for a moment. */
export function visitOf(view: ILobbyView, left: ReadonlySet<string>, { user }: IPageConfig): IVisit {
  const { me, rooms, connection } = view;
  const mine = (rooms ?? []).filter(({ member, id }) => member && !left.has(id));
  return {
    isGuest: me === null ? user === null : me.kind === 'guest',
    mine,
    isEmpty: rooms !== null && mine.length === 0,
    hasLeft: left.size > 0,
    isTurnedAway: connection.kind === 'refused',
    wasKnown: me !== null
  };
}

/** With one room there is nothing to choose: a guest sees that room and no list. */
export function isSingle({ isGuest, mine }: IVisit): boolean {
  return isGuest && mine.length <= 1;
}

/** The owner has the room to themselves: the room itself says so, and opens again when it is shared again. */
export function isSolo({ mine }: IVisit, room: string | null): boolean {
  return mine.find(({ id }) => id === room)?.collaboration === false;
}

/** Why `room` on screen (null: the list) has nothing to show; null while it has. */
export function endOf(visit: IVisit, room: string | null, closed: IClosed | null, words: IWords): IEnd | null {
  const outside = visit.isGuest ? guestOutside(visit, room, closed, words) : null;
  return outside ?? (closed && closedRoom(visit, closed, words));
}

/** A guest whom the server lets in nowhere; one who is in no room has no list to look at either. */
function guestOutside(visit: IVisit, room: string | null, closed: IClosed | null, words: IWords): IEnd | null {
  if (visit.isEmpty && visit.hasLeft) {
    return left(words);
  }
  if (visit.isTurnedAway || closed?.signedOut) {
    return visit.wasKnown ? endedVisit(words) : unknown(words);
  }
  return room === null && visit.isEmpty ? empty(words) : null;
}

/** A guest has the address of a room from having been let in. */
function closedRoom({ isGuest, mine }: IVisit, { room, sentence, unexplained }: IClosed, words: IWords): IEnd {
  const isOver = isGuest && mine.every(({ id }) => id === room);
  return {
    title: words.__('This room has ended for you'),
    sentence: isGuest && unexplained ? words.__('You were removed from this room, or the room was deleted.') : sentence,
    step: isOver ? null : 'back'
  };
}

function left(words: IWords): IEnd {
  return {
    title: words.__('You have left'),
    sentence: words.__('What you wrote stays in the room. You can close this page; a link brings you back.'),
    step: null
  };
}

function empty(words: IWords): IEnd {
  return {
    title: words.__('You are in no room here'),
    sentence: words.__('Open the link that you were given, or ask for a new one.'),
    step: null
  };
}

function endedVisit(words: IWords): IEnd {
  return {
    title: words.__('Your visit has ended'),
    sentence: words.__('You are not let in here any more. Ask for a new link to come back.'),
    step: null
  };
}

function unknown(words: IWords): IEnd {
  return {
    title: words.__('This page does not know you'),
    sentence: words.__('Open the link that you were given, or sign in if you have an account on this server.'),
    step: 'sign-in'
  };
}
