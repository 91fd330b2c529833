/** What joining a listed room means, before one does it. */
import type { ReactElement } from 'react';
import type { ILobbyClient } from '../../core/api';
import type { IRoomSummary } from '../../core/types';
import { useWords } from '../hooks/host';
import { useJoin } from '../hooks/useJoin';
import { summaryWords } from '../model/headerWords';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';

interface IJoinOfferProps {
  lobby: ILobbyClient;
  room: IRoomSummary;
  onJoined: () => void;
  onBack?: () => void;
}

export function JoinOffer({ lobby, room, onJoined, onBack }: IJoinOfferProps): ReactElement {
  const words = useWords();
  const { busy, refusal, join } = useJoin(lobby, room.id, onJoined);
  return (
    <div className="cc-Empty cc-JoinOffer" role="group" aria-label={words.__('Join %1', room.name)}>
      <h2>{room.name}</h2>
      {room.topic && <p>{room.topic}</p>}
      <p>{summaryWords(room, null, words)}</p>
      <p>
        {words.__('%1 owns this room. Members see its whole history, and you will be seen in it.', room.owner_name)}
      </p>
      <div className="cc-Row">
        <Button look="accept" disabled={busy} onClick={() => void join()}>
          {words.__('Join')}
        </Button>
        {onBack && <Button onClick={onBack}>{words.__('Not now')}</Button>}
      </div>
      <Refusal sentence={refusal} />
    </div>
  );
}
