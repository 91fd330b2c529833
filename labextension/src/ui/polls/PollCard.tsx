/** A decision in the flow, where it was asked: open with everything one needs to decide, or folded to its outcome. */
import { memo, useRef, type KeyboardEvent, type ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRoomActions } from '../hooks/room';
import { pollKey } from '../model/grouping';
import { isApproval } from '../model/tally';
import { TEST_IDS } from '../testids';
import { DecidedPoll } from './DecidedPoll';
import { OpenPoll } from './OpenPoll';
import type { IDecideHandle } from './Decide';

export const PollCard = memo(function PollCard({ poll, flashed }: { poll: IPollView; flashed: boolean }): ReactElement {
  const words = useWords();
  const actions = useRoomActions();
  const decide = useRef<IDecideHandle>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Escape') {
      actions.focusComposer();
    }
    if (event.target !== event.currentTarget || !isPlainPress(event)) {
      return;
    }
    const key = event.key.toLowerCase();
    if (key === 'a' || key === 'd') {
      event.preventDefault();
      decide.current?.[key === 'a' ? 'approve' : 'deny']();
    }
  };
  return (
    <section
      className={`cc-Poll ${flashed ? 'cc-mod-flashed' : ''}`}
      role="group"
      aria-label={words.__('Vote: %1', poll.title)}
      aria-keyshortcuts={poll.state === 'open' && isApproval(poll) ? 'A D' : undefined}
      tabIndex={-1}
      data-row-key={pollKey(poll.id)}
      data-poll-id={poll.id}
      data-state={poll.state}
      data-subject={poll.subject}
      data-testid={TEST_IDS.poll}
      onKeyDown={onKeyDown}
    >
      {poll.state === 'open' ? <OpenPoll poll={poll} decide={decide} /> : <DecidedPoll poll={poll} />}
    </section>
  );
});

/** Neither a shortcut of something else nor a key that is held down: each vote is one press. */
function isPlainPress({ repeat, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return !repeat && !ctrlKey && !metaKey && !altKey;
}
