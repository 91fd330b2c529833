/** "Ada invites you to Review as collaborator": the answer is given where it is read. */
import { useState, type ReactElement } from 'react';
import type { ILobbyClient } from '../../core/api';
import type { IInvitation } from '../../core/types';
import { useWords } from '../hooks/host';
import { useTask } from '../hooks/useCommand';
import { roleWords } from '../model/roles';
import { until } from '../model/time';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';
import { Strong, strong } from '../parts/Strong';
import { TEST_IDS } from '../testids';

interface IInvitationCardProps {
  lobby: ILobbyClient;
  invitation: IInvitation;
  onOpen: (room: string) => void;
}

export function InvitationCard({ lobby, invitation, onOpen }: IInvitationCardProps): ReactElement {
  const words = useWords();
  const { busy, refusal, attempt } = useTask();
  const { id, by_name, room_name, role, members, expires_at } = invitation;
  const [now] = useState(() => Date.now());
  const accept = async (): Promise<void> => {
    const room = await attempt(() => lobby.acceptInvitation(id));
    if (room !== null) {
      onOpen(room);
    }
  };
  const people = words._n('%1 person', '%1 people', members);
  return (
    <div
      className="cc-Invitation"
      role="group"
      aria-label={words.__('Invitation to %1', room_name)}
      data-testid={TEST_IDS.invitation}
    >
      <p>
        <Strong
          sentence={words.__('%1 invites you to %2 as %3.', strong(by_name), strong(room_name), roleWords(role, words))}
        />
      </p>
      <small>
        {people} · {words.__('members see the whole history')} · {until(expires_at, now, words)}
      </small>
      <div className="cc-Row">
        <Button look="accept" disabled={busy} onClick={() => void accept()}>
          {words.__('Accept')}
        </Button>
        <Button disabled={busy} onClick={() => void attempt(() => lobby.declineInvitation(id))}>
          {words.__('Decline')}
        </Button>
      </div>
      <Refusal sentence={refusal} />
    </div>
  );
}
