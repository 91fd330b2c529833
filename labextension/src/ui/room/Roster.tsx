/** The members as a column, where there is room for names. */
import type { ReactElement } from 'react';
import type { IMember, ParticipantId } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRoom, useRoomActions } from '../hooks/room';
import { useStanding } from '../hooks/useStanding';
import { onEscape } from '../model/keys';
import { present } from '../model/people';
import { Avatar } from '../parts/Avatar';
import { TEST_IDS } from '../testids';
import { AddAgentButton } from '../agents/AddAgent';

export function Roster({ shown }: { shown: ParticipantId | null }): ReactElement {
  const words = useWords();
  const members = useRoom(view => view.members);
  return (
    <aside className="cc-Roster" aria-label={words.__('In this room')} data-testid={TEST_IDS.roster}>
      <h3>
        {words.__('In this room')} <AddAgentButton />
      </h3>
      <ul>
        {present(members).map(([id, member]) => (
          <RosterRow key={id} id={id} member={member} open={shown === id} />
        ))}
      </ul>
    </aside>
  );
}

interface IRosterRowProps {
  id: ParticipantId;
  member: IMember;
  open: boolean;
}

function RosterRow({ id, member, open }: IRosterRowProps): ReactElement {
  const actions = useRoomActions();
  const { name, here, turn, facts, label } = useStanding(id, member);
  return (
    <li>
      <button
        type="button"
        aria-label={label}
        title={label}
        aria-expanded={open}
        data-participant={id}
        onKeyDown={event => open && onEscape(event, () => actions.showMember(null))}
        onClick={() => actions.showMember(open ? null : id)}
      >
        <Avatar id={id} name={member.name} online={here} offline={!here} turn={turn} />
        <span className="cc-Roster-name">{name}</span> <span className="cc-Roster-facts">{facts.join(', ')}</span>
      </button>
    </li>
  );
}
