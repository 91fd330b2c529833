/** The members as a column, where there is room for names. */
import type { ReactElement } from 'react';
import type { IMember, ParticipantId } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRoom, useRoomActions } from '../hooks/room';
import { labelOf, present } from '../model/people';
import { agentWords, holdsTurn, isHere } from '../model/presence';
import { roleWords } from '../model/roles';
import { Avatar } from '../parts/Avatar';
import { TEST_IDS } from '../testids';
import { AddAgentButton } from './AddAgent';

export function Roster(): ReactElement {
  const words = useWords();
  const members = useRoom(view => view.members);
  return (
    <aside className="cc-Roster" aria-label={words.__('In this room')} data-testid={TEST_IDS.roster}>
      <h3>
        {words.__('In this room')} <AddAgentButton />
      </h3>
      <ul>
        {present(members).map(([id, member]) => (
          <RosterRow key={id} id={id} member={member} />
        ))}
      </ul>
    </aside>
  );
}

function RosterRow({ id, member }: { id: ParticipantId; member: IMember }): ReactElement {
  const words = useWords();
  const actions = useRoomActions();
  const name = useRoom(view => labelOf(view.members, id, view.me, words));
  const here = useRoom(view => isHere(id, view.presence, view.agents));
  const turn = useRoom(view => holdsTurn(id, view.turns));
  const agent = useRoom(view => view.agents.get(id));
  const facts = [
    agent ? agentWords(agent, words) : roleWords(member.role, words),
    member.kind === 'guest' && words.__('guest'),
    member.muted && words.__('muted'),
    turn && words.__('holds the turn')
  ];
  return (
    <li>
      <button type="button" onClick={() => actions.showMember(id)} data-participant={id}>
        <Avatar id={id} name={member.name} online={here} offline={!here} turn={turn} />
        <span className="cc-Roster-name">{name}</span>
        <span className="cc-Roster-facts">{facts.filter(Boolean).join(' · ')}</span>
      </button>
    </li>
  );
}
