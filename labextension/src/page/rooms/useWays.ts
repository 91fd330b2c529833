/** Where the address goes by itself: out of a room that was left, and into the only one a guest has. */
import { useEffect } from 'react';
import type { PageNavigation } from '../navigation';
import type { IVisit } from './visit';

export function useWayOut(navigation: PageNavigation, left: ReadonlySet<string>): void {
  useEffect(() => {
    const { room } = navigation.get();
    if (room !== null && left.has(room)) {
      navigation.replace({ room: null, creating: false });
    }
  }, [navigation, left]);
}

/** After `useWayOut`, for that may leave one room. The address then names the room, which survives a reload. */
export function useWayIn(navigation: PageNavigation, { isGuest, mine }: IVisit): void {
  const only = isGuest && mine.length === 1 ? mine[0].id : null;
  useEffect(() => {
    if (only !== null && navigation.get().room === null) {
      navigation.replace({ room: only, creating: false });
    }
  }, [navigation, only]);
}
