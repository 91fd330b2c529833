/** Who a face is and what I may do about it. Opens in the column, above the log; Esc or the cross closes it. */
import type { KeyboardEvent, ReactElement } from 'react';
import type { IMember, ParticipantId } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRoom, useRoomActions } from '../hooks/room';
import { labelOf } from '../model/people';
import { isHere } from '../model/presence';
import { roleWords } from '../model/roles';
import { Avatar } from '../parts/Avatar';
import { IconButton } from '../parts/IconButton';
import { TEST_IDS } from '../testids';
import { CameBy } from '../people/CameBy';
import { NicknameForm } from '../people/NicknameForm';
import { AgentControls } from '../agents/AgentControls';
import { MemberControls } from './MemberControls';

export function MemberCard({ id }: { id: ParticipantId }): ReactElement | null {
  const words = useWords();
  const actions = useRoomActions();
  const member = useRoom(view => view.members.get(id));
  const name = useRoom(view => labelOf(view.members, id, view.me, words));
  const mine = useRoom(view => view.me === id);
  const mayName = useRoom(view => view.can.has('set_nickname'));
  if (!member) {
    return null;
  }
  const close = (): void => {
    actions.showMember(null);
    actions.focusComposer();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      close();
    }
  };
  return (
    <div
      className="cc-Panel cc-MemberCard"
      role="group"
      aria-label={name}
      data-testid={TEST_IDS.memberCard}
      onKeyDown={onKeyDown}
    >
      <div className="cc-MemberCard-head">
        <Avatar id={id} name={member.name} />
        <div>
          <b>{name}</b>
          <Facts id={id} member={member} />
        </div>
        <IconButton icon="close" label={words.__('Close')} onClick={close} />
      </div>
      {mine && mayName && <NicknameForm name={member.name} />}
      {member.kind === 'agent' ? <AgentControls id={id} /> : <MemberControls id={id} member={member} />}
    </div>
  );
}

function Facts({ id, member }: { id: ParticipantId; member: IMember }): ReactElement {
  const words = useWords();
  const here = useRoom(view => isHere(id, view.presence, view.agents));
  const facts = [
    `@${member.handle}`,
    member.kind === 'agent' ? words.__('agent') : roleWords(member.role, words),
    member.muted && words.__('muted'),
    member.kind !== 'agent' && (here ? words.__('online') : words.__('offline'))
  ];
  return (
    <>
      {member.kind === 'guest' && <span className="cc-Badge">{words.__('Guest')}</span>}
      <span className="cc-MemberCard-facts">{facts.filter(Boolean).join(' · ')}</span>
      {member.via && <CameBy share={member.via} />}
    </>
  );
}
