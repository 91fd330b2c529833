/** One row of the log. Memoised by what it shows, so that a new message renders one row. */
import { memo, type ReactElement } from 'react';
import { useRoom, useClient } from '../hooks/room';
import { useWords } from '../hooks/host';
import type { Row } from '../model/grouping';
import { dayLabel } from '../model/time';
import type { Millis } from '../../core/types';
import { PollCard } from '../polls/PollCard';
import { MessageItem } from './MessageItem';
import { PendingItem } from './PendingItem';

interface ILogRowProps {
  row: Row;
  editing: string | null;
  flashed: boolean;
}

export const LogRow = memo(
  function LogRow({ row, editing, flashed }: ILogRowProps): ReactElement {
    switch (row.kind) {
      case 'day':
        return <DayRow at={row.at} />;
      case 'message':
        return (
          <MessageItem message={row.message} head={row.head} editing={editing === row.message.id} flashed={flashed} />
        );
      case 'poll':
        return <PollCard poll={row.poll} flashed={flashed} />;
      case 'pending':
        return <PendingItem pending={row.pending} head={row.head} />;
    }
  },
  (before, after) =>
    before.flashed === after.flashed && before.editing === after.editing && sameRow(before.row, after.row)
);

function sameRow(a: Row, b: Row): boolean {
  if (a.kind === 'message' && b.kind === 'message') {
    return a.message === b.message && a.head === b.head;
  }
  if (a.kind === 'poll' && b.kind === 'poll') {
    return a.poll === b.poll;
  }
  if (a.kind === 'pending' && b.kind === 'pending') {
    return a.pending === b.pending && a.head === b.head;
  }
  return a.kind === b.kind && a.key === b.key; // a pending row and its message share their key
}

function DayRow({ at }: { at: Millis }): ReactElement {
  const words = useWords();
  const client = useClient();
  useRoom(view => view.connection.kind);
  return (
    <div className="cc-Day" role="separator">
      {dayLabel(at, client.serverNow(), words)}
    </div>
  );
}
