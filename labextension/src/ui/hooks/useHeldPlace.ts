/**
 * Older pages arrive above what one reads. The virtual list holds its first visible row, which at the very top is the
 * day's heading and stays there; a reader looks at a message, so the first of those is held.
 */
import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useRef, type RefObject } from 'react';
import type { Row } from '../model/grouping';

/** Returns what to call whenever the log has scrolled. */
export function useHeldPlace(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  rows: readonly Row[],
  following: RefObject<boolean>
): () => void {
  const held = useRef<{ key: string; offset: number } | null>(null);
  const oldest = rows.find(row => row.kind !== 'day')?.key;
  useLayoutEffect(() => {
    const place = held.current;
    const index = place && !following.current ? rows.findIndex(row => row.key === place.key) : -1;
    const start = virtualizer.measurementsCache[index]?.start;
    if (place && start !== undefined) {
      virtualizer.scrollToOffset(start + place.offset);
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only another oldest row moves what is below it
  }, [oldest]);
  return useCallback(() => {
    const top = virtualizer.scrollElement?.scrollTop ?? 0;
    const seen = virtualizer.getVirtualItems().find(item => item.end > top && rows[item.index]?.kind !== 'day');
    held.current = seen ? { key: String(seen.key), offset: top - seen.start } : null;
  }, [virtualizer, rows]);
}
