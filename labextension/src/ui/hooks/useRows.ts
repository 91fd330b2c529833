/** The rows of this room's log, rebuilt only when something they show changed. */
import { useMemo } from 'react';
import { buildRows, type Row } from '../model/grouping';
import { useRoom } from './room';

export function useRows(): Row[] {
  const messages = useRoom(view => view.messages);
  const polls = useRoom(view => view.polls);
  const pending = useRoom(view => view.pending);
  const hasOlder = useRoom(view => view.hasOlder);
  const me = useRoom(view => view.me);
  return useMemo(() => buildRows({ messages, polls, pending, hasOlder, me }), [messages, polls, pending, hasOlder, me]);
}
