/** One face with its full name for screen readers and on hover. */
import type { ReactElement } from 'react';
import type { IMember, ParticipantId } from '../../core/types';
import { useRoomActions } from '../hooks/room';
import { useStanding } from '../hooks/useStanding';
import { onEscape } from '../model/keys';
import { Avatar } from '../parts/Avatar';

interface IFaceProps {
  id: ParticipantId;
  member: IMember;
  open: boolean;
}

export function Face({ id, member, open }: IFaceProps): ReactElement {
  const actions = useRoomActions();
  const { here, turn, agent, label } = useStanding(id, member);
  return (
    <button
      type="button"
      className="cc-Face"
      aria-label={label}
      title={label}
      aria-expanded={open}
      data-participant={id}
      data-status={agent?.status}
      onKeyDown={event => open && onEscape(event, () => actions.showMember(null))}
      onClick={() => actions.showMember(open ? null : id)}
    >
      <Avatar id={id} name={member.name} online={here} offline={!here} turn={turn} />
    </button>
  );
}
