/** The room's votes as a column: those that wait for me first, then open ones, then what was decided, newest first. */
import type { ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRoom, useRoomActions } from '../hooks/room';
import { pollKey } from '../model/grouping';
import { outcomeOf } from '../model/outcome';
import { progressWords, waitingForMe } from '../model/tally';
import { clockTime } from '../model/time';
import { Button } from '../parts/Button';
import { TEST_IDS } from '../testids';

export function Decisions(): ReactElement {
  const words = useWords();
  const actions = useRoomActions();
  const polls = useRoom(view => view.polls);
  const me = useRoom(view => view.me);
  const mine = waitingForMe(polls, me);
  const open = polls.filter(poll => poll.state === 'open' && !mine.includes(poll));
  const decided = polls.filter(poll => poll.state !== 'open').reverse();
  return (
    <aside className="cc-Decisions" aria-label={words.__('Decisions')} data-testid={TEST_IDS.decisions}>
      <h3>
        {words.__('Decisions')}
        <Button look="minimal" className="cc-Link" onClick={() => actions.openTask('decisions')}>
          {words.__('All, with their record')}
        </Button>
      </h3>
      {polls.length === 0 && (
        <p className="cc-Empty">{words.__('What agents want to do, and what we ask each other, is listed here.')}</p>
      )}
      <Group title={words.__('Waiting for you')} polls={mine} />
      <Group title={words.__('Waiting for others')} polls={open} />
      <Group title={words.__('Decided')} polls={decided} />
    </aside>
  );
}

function Group({ title, polls }: { title: string; polls: readonly IPollView[] }): ReactElement | null {
  return polls.length === 0 ? null : (
    <>
      <h4>{title}</h4>
      <ul>
        {polls.map(poll => (
          <DecisionRow key={poll.id} poll={poll} />
        ))}
      </ul>
    </>
  );
}

function DecisionRow({ poll }: { poll: IPollView }): ReactElement {
  const words = useWords();
  const actions = useRoomActions();
  const me = useRoom(view => view.me);
  const members = useRoom(view => view.members);
  const outcome = poll.state === 'open' ? null : outcomeOf(poll, members, me, words);
  const note = outcome
    ? [outcome.note, clockTime(poll.resolved_at ?? poll.opened_at)].filter(Boolean).join(' · ')
    : progressWords(poll, me, words);
  return (
    <li data-tone={outcome?.tone ?? 'open'}>
      <button type="button" onClick={() => actions.jumpTo(pollKey(poll.id))}>
        <b>{outcome?.title ?? poll.title}</b>
        <span>{note}</span>
      </button>
    </li>
  );
}
