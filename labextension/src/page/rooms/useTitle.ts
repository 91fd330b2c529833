/** The title of the browser's tab: what is unread, which room, so that it can be told from the others. */
import { useEffect } from 'react';
import type { ILobbyView } from '../../core/api';
import { useWords } from '../../ui/hooks/host';

export function useTitle({ rooms }: ILobbyView, shown: string | null): void {
  const words = useWords();
  const unread = (rooms ?? []).reduce((sum, room) => sum + (room.member ? room.unread : 0), 0);
  const name = rooms?.find(room => room.id === shown)?.name;
  const place = name ? words.__('%1 – Rooms', name) : words.__('Rooms');
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${place}` : place;
  }, [unread, place]);
}
