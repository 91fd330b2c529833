/** One decision of the past as a line, which opens to all that is on record about it. */
import { useState, type ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { effectWords, outcomeOf } from '../model/outcome';
import type { Members } from '../model/people';
import { clockTime, fullTime } from '../model/time';
import { DecisionRecord } from './DecisionRecord';

export function HistoryItem({ poll, people }: { poll: IPollView; people: Members }): ReactElement {
  const words = useWords();
  const me = useRoom(view => view.me);
  const [open, setOpen] = useState(false);
  const { tone, title, note } = outcomeOf(poll, people, me, words);
  const at = poll.resolved_at ?? poll.opened_at;
  const effect = poll.effect ? effectWords(poll.effect, words).text : '';
  return (
    <li data-tone={tone} data-poll-id={poll.id}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <b>{title}</b>
        <span title={fullTime(at)}>{[note, effect, dateTime(at)].filter(Boolean).join(' · ')}</span>
      </button>
      {open && <DecisionRecord poll={poll} people={people} />}
    </li>
  );
}

function dateTime(at: number): string {
  return `${new Date(at).toLocaleDateString(undefined, { dateStyle: 'medium' })}, ${clockTime(at)}`;
}
