/** How many votes wait for me; a click goes to the next. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useRoom, useRoomActions } from '../hooks/room';
import { pollKey } from '../model/grouping';
import { waitingForMe } from '../model/tally';
import { Button } from '../parts/Button';
import { TEST_IDS } from '../testids';

export function WaitingVotes(): ReactElement | null {
  const words = useWords();
  const actions = useRoomActions();
  const polls = useRoom(view => view.polls);
  const me = useRoom(view => view.me);
  const waiting = waitingForMe(polls, me);
  if (waiting.length === 0) {
    return null;
  }
  return (
    <Button
      look="accept"
      className="cc-WaitingVotes"
      data-testid={TEST_IDS.waitingVotes}
      title={words.__('Go to the next vote that waits for you')}
      onClick={() => actions.jumpTo(pollKey(waiting[0].id))}
    >
      {words._n('%1 vote', '%1 votes', waiting.length)}
    </Button>
  );
}
