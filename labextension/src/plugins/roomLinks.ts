/** `?room=ID` in the address opens that room; the address is tidied afterwards, the sidebar keeps the place. */
import type { IRouter } from '@jupyterlab/application';
import type { Surfaces } from './surfaces';

export function followRoomLinks(router: IRouter, surfaces: Surfaces): void {
  const follow = (): void => {
    const room = new URLSearchParams(router.current.search ?? '').get('room');
    if (room) {
      surfaces.openInSidebar(room);
    }
  };
  router.routed.connect(follow);
}
