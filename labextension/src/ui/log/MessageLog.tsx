/**
 * The room's messages and decisions in their order. The list itself is not announced (rows come and go as one scrolls);
 * `Announcer` speaks whole messages instead.
 */
import { useCallback, useEffect, useImperativeHandle, useRef, useState, type ReactElement, type Ref } from 'react';
import { useRoom } from '../hooks/room';
import { useWords } from '../hooks/host';
import { useLog, type ILog } from '../hooks/useLog';
import { useMarkRead } from '../hooks/useMarkRead';
import { useOlder } from '../hooks/useOlder';
import { useRowFocus } from '../hooks/useRowFocus';
import { useRows } from '../hooks/useRows';
import type { Row } from '../model/grouping';
import { TEST_IDS } from '../testids';
import { Announcer } from './Announcer';
import { EmptyLog } from './EmptyLog';
import { LogRow } from './LogRow';
import { NewBelow } from './NewBelow';

export interface ILogHandle {
  /** Shows the row and gives it the focus; pages back until it is loaded. */
  jumpTo: (key: string) => void;
}

export function MessageLog({ editing, handle }: { editing: string | null; handle: Ref<ILogHandle> }): ReactElement {
  const words = useWords();
  const rows = useRows();
  const older = useOlder();
  const [pinned, setPinned] = useState<string | null>(null);
  const { scroller, virtualizer, atEnd, onScroll, scrollToEnd, reveal } = useLog(rows, pinned, older.load);
  const { focusRow, ...focusEvents } = useRowFocus({ scroller, rows, reveal, setPinned });
  const flashed = useJump(handle, rows, focusRow, older.seek);
  useMarkRead(atEnd, scroller);
  useEndAfterPost(scrollToEnd);
  return (
    <>
      <div
        ref={scroller}
        className="cc-Log"
        role="log"
        aria-live="off"
        aria-label={words.__('Messages')}
        aria-busy={older.loading}
        tabIndex={0}
        data-testid={TEST_IDS.log}
        onScroll={onScroll}
        {...focusEvents}
      >
        {older.loading && <div className="cc-Log-older">{words.__('Loading older messages…')}</div>}
        {rows.length === 0 && <EmptyLog />}
        <Slots virtualizer={virtualizer} rows={rows} editing={editing} flashed={flashed} />
      </div>
      <NewBelow atEnd={atEnd} scrollToEnd={scrollToEnd} />
      <Announcer />
    </>
  );
}

interface ISlotsProps {
  virtualizer: ILog['virtualizer'];
  rows: readonly Row[];
  editing: string | null;
  flashed: string | null;
}

/** The mounted rows, each at its place; the rest is empty height. Not memoised: the virtualizer is mutable. */
function Slots({ virtualizer, rows, editing, flashed }: ISlotsProps): ReactElement {
  return (
    <div className="cc-Log-rows" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ key, index, start }) => (
        <div
          key={key}
          ref={virtualizer.measureElement}
          data-index={index}
          className="cc-Log-slot"
          style={{ top: start }}
        >
          <LogRow row={rows[index]} editing={editing} flashed={rows[index].key === flashed} />
        </div>
      ))}
    </div>
  );
}

/** Jumping: at once where the row is loaded, else after paging back to it. Returns the row to mark. */
function useJump(
  handle: Ref<ILogHandle>,
  rows: readonly Row[],
  focusRow: (key: string) => void,
  seek: (key: string) => Promise<boolean>
): string | null {
  const [flashed, setFlashed] = useState<string | null>(null);
  const [sought, setSought] = useState<string | null>(null);
  const jumpTo = useCallback(
    (key: string) => {
      setFlashed(key);
      if (rows.some(row => row.key === key)) {
        focusRow(key);
      } else {
        void seek(key).then(found => setSought(found ? key : null));
      }
    },
    [rows, focusRow, seek]
  );
  useEffect(() => {
    if (sought !== null) {
      focusRow(sought);
    }
    // once per search: `focusRow` changes with every new row, which must not take the focus again
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [sought]);
  useImperativeHandle(handle, () => ({ jumpTo }), [jumpTo]);
  return flashed;
}

/** Whoever sends wants to see it, wherever they were reading. */
function useEndAfterPost(scrollToEnd: () => void): void {
  const newest = useRoom(view => view.pending.at(-1)?.id ?? null);
  const before = useRef(newest);
  useEffect(() => {
    if (newest !== null && newest !== before.current) {
      scrollToEnd();
    }
    before.current = newest;
  }, [newest, scrollToEnd]);
}
