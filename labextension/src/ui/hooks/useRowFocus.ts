/** Arrow keys through the log: one row has the focus, Home and End jump. */
import { useCallback, useEffect, useRef, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';
import type { Row } from '../model/grouping';

export interface IRowFocus {
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onFocus: (event: FocusEvent<HTMLElement>) => void;
  onBlur: (event: FocusEvent<HTMLElement>) => void;
  /** Moves the focus to a row, now or as soon as it is mounted. */
  focusRow: (key: string) => void;
}

interface IRowFocusOptions {
  scroller: RefObject<HTMLElement>;
  rows: readonly Row[];
  /** Brings the row on screen. */
  reveal: (key: string) => unknown;
  /** The row that must stay mounted. */
  setPinned: (key: string | null) => void;
}

export function useRowFocus({ scroller, rows, reveal, setPinned }: IRowFocusOptions): IRowFocus {
  const wanted = useRef<string | null>(null);
  const takeFocus = useCallback(() => {
    if (wanted.current !== null && focusElement(scroller.current, wanted.current)) {
      wanted.current = null;
    }
  }, [scroller]);
  useEffect(takeFocus); // after every render: the row may have been mounted by it
  const focusRow = useCallback(
    (key: string) => {
      wanted.current = key;
      setPinned(key);
      reveal(key);
      takeFocus();
    },
    [reveal, setPinned, takeFocus]
  );
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const target = event.target as HTMLElement;
    const onRow = target === scroller.current || target.dataset.rowKey !== undefined;
    const next = onRow ? nextRow(rows, target.dataset.rowKey, event.key) : null;
    if (next !== null) {
      event.preventDefault();
      focusRow(next);
    }
  };
  const onFocus = (event: FocusEvent<HTMLElement>): void => setPinned(rowKeyOf(event.target));
  const onBlur = (event: FocusEvent<HTMLElement>): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) {
      setPinned(null);
    }
  };
  return { onKeyDown, onFocus, onBlur, focusRow };
}

function rowKeyOf(element: Element): string | null {
  return element.closest<HTMLElement>('[data-row-key]')?.dataset.rowKey ?? null;
}

function focusElement(scroller: HTMLElement | null, key: string): boolean {
  const row = scroller?.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(key)}"]`);
  row?.focus({ preventScroll: true });
  return row !== undefined && row !== null;
}

function nextRow(rows: readonly Row[], from: string | undefined, key: string): string | null {
  const stops = rows.filter(row => row.kind !== 'day');
  const at = stops.findIndex(row => row.key === from);
  const last = stops.length - 1;
  const target: Partial<Record<string, number>> = {
    ArrowUp: at < 0 ? last : Math.max(0, at - 1),
    ArrowDown: at < 0 ? last : Math.min(last, at + 1),
    Home: 0,
    End: last
  };
  const index = target[key];
  return index === undefined ? null : (stops[index]?.key ?? null);
}
