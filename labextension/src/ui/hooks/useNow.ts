/** The server's time, re-read every `period` ms while `active`. */
import { useEffect, useReducer } from 'react';
import type { Millis } from '../../core/types';
import { useClient } from './room';

export function useNow(active: boolean, period: Millis = 1000): Millis {
  const client = useClient();
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (!active) {
      return undefined;
    }
    const timer = setInterval(tick, period);
    return () => clearInterval(timer);
  }, [active, period]);
  return client.serverNow();
}
