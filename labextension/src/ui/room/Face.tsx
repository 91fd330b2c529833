/** One face with its full name for screen readers and on hover. */
import type { ReactElement } from 'react';
import type { IMember, ParticipantId } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRoom, useRoomActions } from '../hooks/room';
import { labelOf } from '../model/people';
import { agentWords, holdsTurn, isHere } from '../model/presence';
import { roleWords } from '../model/roles';
import { Avatar } from '../parts/Avatar';

interface IFaceProps {
  id: ParticipantId;
  member: IMember;
  open: boolean;
}

export function Face({ id, member, open }: IFaceProps): ReactElement {
  const words = useWords();
  const actions = useRoomActions();
  const name = useRoom(view => labelOf(view.members, id, view.me, words));
  const here = useRoom(view => isHere(id, view.presence, view.agents));
  const turn = useRoom(view => holdsTurn(id, view.turns));
  const agent = useRoom(view => view.agents.get(id));
  const facts = [
    name,
    agent ? agentWords(agent, words) : roleWords(member.role, words),
    !agent && (here ? words.__('online') : words.__('offline')),
    member.kind === 'guest' && words.__('guest'),
    member.muted && words.__('muted'),
    turn && words.__('holds the turn')
  ];
  const label = facts.filter(Boolean).join(', ');
  return (
    <button
      type="button"
      className="cc-Face"
      aria-label={label}
      title={label}
      aria-expanded={open}
      data-participant={id}
      data-status={agent?.status}
      onClick={() => actions.showMember(open ? null : id)}
    >
      <Avatar id={id} name={member.name} online={here} offline={!here} turn={turn} />
    </button>
  );
}
