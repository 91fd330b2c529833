/** Paging upward: on demand near the top, and repeatedly while looking for one row. */
import { useCallback, useMemo } from 'react';
import type { IRoomClient } from '../../core/api';
import { useClient, useRoom } from './room';

const MAX_SEEK_PAGES = 20;

export interface IOlder {
  loading: boolean;
  load: () => void;
  /** Pages back until the message is loaded; false where it is nowhere, or too far. */
  seek: (message: string) => Promise<boolean>;
}

export function useOlder(): IOlder {
  const client = useClient();
  const loading = useRoom(view => view.loadingOlder);
  const load = useCallback(() => {
    const view = client.getView();
    if (view.hasOlder && !view.loadingOlder) {
      void client.loadOlder();
    }
  }, [client]);
  const seek = useCallback((message: string) => pageBackTo(client, message), [client]);
  return useMemo(() => ({ loading, load, seek }), [loading, load, seek]);
}

async function pageBackTo(client: IRoomClient, message: string): Promise<boolean> {
  const found = (): boolean => client.getView().messages.some(other => other.id === message);
  for (let page = 0; !found() && client.getView().hasOlder && page < MAX_SEEK_PAGES; page++) {
    await client.loadOlder();
  }
  return found();
}
