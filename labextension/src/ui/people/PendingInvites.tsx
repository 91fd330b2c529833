/** Invitations that wait for an answer, each of which can be taken back. */
import type { ReactElement } from 'react';
import type { IInvite } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useNow } from '../hooks/useNow';
import { roleWords } from '../model/roles';
import { until } from '../model/time';
import { Avatar } from '../parts/Avatar';
import { CommandButton } from '../parts/CommandButton';
import { Refusal } from '../parts/Refusal';
import { TEST_IDS } from '../testids';

interface IPendingInvitesProps {
  invites: readonly IInvite[];
  refusal: string | null;
  onRevoked: () => void;
}

export function PendingInvites({ invites, refusal, onRevoked }: IPendingInvitesProps): ReactElement | null {
  const words = useWords();
  if (invites.length === 0 && refusal === null) {
    return null;
  }
  return (
    <section className="cc-Items" aria-label={words.__('Invited')} data-testid={TEST_IDS.invites}>
      <h3>{words.__('Invited')}</h3>
      <ul>
        {invites.map(invite => (
          <PendingInvite key={invite.id} invite={invite} onRevoked={onRevoked} />
        ))}
      </ul>
      <Refusal sentence={refusal} />
    </section>
  );
}

function PendingInvite({ invite, onRevoked }: { invite: IInvite; onRevoked: () => void }): ReactElement {
  const words = useWords();
  const now = useNow(true, 60_000);
  const mine = useRoom(view => view.me === invite.by);
  const may = useRoom(view => view.can.has('revoke_invite'));
  const facts = [
    roleWords(invite.role, words),
    mine ? words.__('by you') : words.__('by %1', invite.by_name),
    until(invite.expires_at, now, words)
  ];
  return (
    <li>
      <Avatar id={invite.who} name={invite.name} />
      <div>
        <b>{invite.name}</b>
        <span>{facts.join(' · ')}</span>
      </div>
      {may && (
        <CommandButton
          command={{ type: 'revoke_invite', invite: invite.id }}
          label={words.__('Revoke the invitation of %1', invite.name)}
          onDone={onRevoked}
        >
          {words.__('Revoke')}
        </CommandButton>
      )}
    </li>
  );
}
