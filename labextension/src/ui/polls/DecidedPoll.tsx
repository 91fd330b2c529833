/** A decided vote, folded to one line with its colour and words; reasons stay, the rest unfolds on demand. */
import { useState, type ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { effectWords, isDiffering, outcomeOf, reasonsOf } from '../model/outcome';
import { labelOf } from '../model/people';
import { isApproval } from '../model/tally';
import { clockTime, fullTime } from '../model/time';
import { Choices } from './Choices';
import { PollDetail } from './PollDetail';
import { Voters } from './Voters';

export function DecidedPoll({ poll }: { poll: IPollView }): ReactElement {
  const words = useWords();
  const me = useRoom(view => view.me);
  const members = useRoom(view => view.members);
  const [open, setOpen] = useState(false);
  const { tone, title, note } = outcomeOf(poll, members, me, words);
  const effect = poll.effect ? effectWords(poll.effect, words) : null;
  return (
    <div className="cc-Decided" data-tone={tone}>
      <button type="button" className="cc-Decided-line" aria-expanded={open} onClick={() => setOpen(!open)}>
        <b>{title}</b>
        <span>{[note, poll.resolved_at ? clockTime(poll.resolved_at) : ''].filter(Boolean).join(' · ')}</span>
      </button>
      {effect && (
        <div className="cc-Decided-effect" data-tone={effect.tone} data-effect={poll.effect}>
          {effect.text}
        </div>
      )}
      {reasonsOf(poll).map(({ by, reason }) => (
        <div key={`${by} ${reason}`} className="cc-Decided-reason">
          <q>{reason}</q> {by && <span>{labelOf(members, by, me, words)}</span>}
        </div>
      ))}
      {!open && isDiffering(poll) && <Choices poll={poll} />}
      {open && (
        <div className="cc-Decided-more">
          {poll.resolved_at && <div className="cc-Poll-about">{fullTime(poll.resolved_at)}</div>}
          <PollDetail poll={poll} />
          {isApproval(poll) ? <Voters poll={poll} /> : <Choices poll={poll} />}
        </div>
      )}
    </div>
  );
}
