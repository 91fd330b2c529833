/**
 * The scrolling of the log: only rows near the view exist, the end is followed while it is shown, and what one reads
 * keeps its place when older pages arrive or rows above change their height.
 */
import { defaultRangeExtractor, useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Row } from '../model/grouping';
import { useHeldPlace } from './useHeldPlace';

const ESTIMATE: Record<Row['kind'], number> = { day: 24, message: 48, poll: 160, pending: 40 };
const END_THRESHOLD = 48;
const OLDER_THRESHOLD = 400;

export interface ILog {
  scroller: RefObject<HTMLDivElement>;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  atEnd: boolean;
  onScroll: () => void;
  scrollToEnd: () => void;
  /** False where no row has that key. */
  reveal: (key: string) => boolean;
}

/** `pinned`: the row with the focus; it stays mounted wherever one scrolls. */
export function useLog(rows: readonly Row[], pinned: string | null, onNearTop: () => void): ILog {
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const following = useRef(true); // as `atEnd`, but true to the moment: a resize may come before the next render
  const rangeExtractor = useCallback((range: Range) => withPinned(rows, pinned, range), [rows, pinned]);
  // eslint-disable-next-line react-hooks/incompatible-library -- mutable by design; whoever shows its rows is not memoised
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => ESTIMATE[rows[index].kind],
    getItemKey: useCallback((index: number) => rows[index].key, [rows]),
    overscan: 6,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_THRESHOLD,
    initialOffset: Number.MAX_SAFE_INTEGER,
    rangeExtractor
  });
  const holdPlace = useHeldPlace(virtualizer, rows, following);
  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (element) {
      holdPlace();
      following.current = element.scrollHeight - element.scrollTop - element.clientHeight <= END_THRESHOLD;
      setAtEnd(following.current);
      if (element.scrollTop < OLDER_THRESHOLD) {
        onNearTop();
      }
    }
  }, [onNearTop, holdPlace]);
  const scrollToEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
  const reveal = useCallback((key: string) => revealRow(virtualizer, rows, key), [virtualizer, rows]);
  useEndOnOpen(rows.length > 0, scrollToEnd);
  useEndOnResize(scroller, following, scrollToEnd);
  useMoreAtTop(scroller, rows.length, onNearTop);
  return { scroller, virtualizer, atEnd, onScroll, scrollToEnd, reveal };
}

function withPinned(rows: readonly Row[], pinned: string | null, range: Range): number[] {
  const indexes = defaultRangeExtractor(range);
  const at = pinned === null ? -1 : rows.findIndex(row => row.key === pinned);
  return at < 0 || indexes.includes(at) ? indexes : [...indexes, at].sort((a, b) => a - b);
}

function revealRow(virtualizer: Virtualizer<HTMLDivElement, Element>, rows: readonly Row[], key: string): boolean {
  const index = rows.findIndex(row => row.key === key);
  if (index >= 0) {
    virtualizer.scrollToIndex(index, { align: 'center' });
  }
  return index >= 0;
}

/** At the top there is nothing left to scroll, so what was loaded asks for more by itself. */
function useMoreAtTop(scroller: RefObject<HTMLDivElement>, rows: number, onNearTop: () => void): void {
  useEffect(() => {
    if (rows > 0 && scroller.current && scroller.current.scrollTop < OLDER_THRESHOLD) {
      onNearTop();
    }
  }, [scroller, rows, onNearTop]);
}

function useEndOnOpen(filled: boolean, scrollToEnd: () => void): void {
  useLayoutEffect(() => {
    if (filled) {
      scrollToEnd();
    }
  }, [filled, scrollToEnd]);
}

/** A composer that grows, or a panel shown again, must not push the newest message out of view. */
function useEndOnResize(
  scroller: RefObject<HTMLDivElement>,
  following: RefObject<boolean>,
  scrollToEnd: () => void
): void {
  useEffect(() => {
    if (!scroller.current || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const observer = new ResizeObserver(() => {
      if (following.current) {
        scrollToEnd();
      }
    });
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [scroller, following, scrollToEnd]);
}
