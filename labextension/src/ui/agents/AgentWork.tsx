/** What an agent is busy with: whose prompt, for how long, with which settings, and how many wait. */
import type { ReactElement } from 'react';
import type { ITurn, ParticipantId } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRoom, useRoomActions } from '../hooks/room';
import { useNow } from '../hooks/useNow';
import { turnWords } from '../model/agentSettings';
import { nameOf } from '../model/people';
import { elapsed } from '../model/time';
import { Button } from '../parts/Button';

export function AgentWork({ id }: { id: ParticipantId }): ReactElement | null {
  const words = useWords();
  const turn = useRoom(view => view.turns.get(id));
  return turn ? (
    <div className="cc-AgentWork">
      {turn.holder !== undefined && <Running turn={turn} holder={turn.holder} />}
      {turn.queue.length > 0 && <div>{words._n('%1 prompt waits', '%1 prompts wait', turn.queue.length)}</div>}
    </div>
  ) : null;
}

function Running({ turn, holder }: { turn: ITurn; holder: ParticipantId }): ReactElement {
  const words = useWords();
  const actions = useRoomActions();
  const mine = useRoom(view => view.me === holder);
  const name = useRoom(view => nameOf(view.members, holder));
  const now = useNow(true);
  const { since = now, message, settings = {} } = turn;
  const whose = mine ? words.__('Busy with your prompt') : words.__('Busy with a prompt of %1', name);
  return (
    <div>
      {[whose, elapsed(since, now), turnWords(settings, words)].filter(Boolean).join(' · ')}{' '}
      {message !== undefined && (
        <Button look="minimal" className="cc-Link" onClick={() => actions.jumpTo(message)}>
          {words.__('Show it')}
        </Button>
      )}
    </div>
  );
}
