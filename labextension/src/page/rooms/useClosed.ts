/** Why the room on screen has ended for me; forgotten when I look elsewhere, for I may be let in again. */
import { useEffect, useSyncExternalStore } from 'react';
import type { IClosed, VisitChat } from './visitChat';

export function useClosed(chat: VisitChat, room: string | null, solo: boolean): IClosed | null {
  const closed = useSyncExternalStore(chat.closed.subscribe, chat.closed.get);
  useEffect(() => () => chat.closed.set(null), [chat, room, solo]);
  return closed?.room === room && (!solo || closed.signedOut) ? closed : null;
}
