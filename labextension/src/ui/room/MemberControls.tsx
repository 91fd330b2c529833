/** Role, mute and removal of a person of lower rank, and handing the room to them. */
import type { ReactElement } from 'react';
import type { GrantedRole, IMember, ParticipantId } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRights, useRoom, useRoomActions } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { grantableTo, mayActOn, mayOwn, roleWords } from '../model/roles';
import { AskTwice } from '../parts/AskTwice';
import { ChoiceField } from '../parts/Fields';
import { CommandButton } from '../parts/CommandButton';
import { Refusal } from '../parts/Refusal';
import { RemoveMember } from './RemoveMember';

interface IMemberControlsProps {
  id: ParticipantId;
  member: IMember;
}

export function MemberControls({ id, member }: IMemberControlsProps): ReactElement {
  const words = useWords();
  const rights = useRights();
  const actions = useRoomActions();
  const mute = member.muted ? 'unmute' : 'mute';
  const close = (): void => {
    actions.showMember(null);
    actions.focusComposer();
  };
  return (
    <>
      {mayActOn(rights, 'set_role', member) && <RoleChoice id={id} member={member} />}
      <div className="cc-Row">
        {mayActOn(rights, mute, member) && (
          <CommandButton command={{ type: mute, who: id }}>
            {member.muted ? words.__('Unmute') : words.__('Mute')}
          </CommandButton>
        )}
        {mayActOn(rights, 'transfer_ownership', member) && mayOwn(member) && (
          <AskTwice
            first={words.__('Hand the room over…')}
            second={words.__('Make %1 the owner', member.name)}
            command={{ type: 'transfer_ownership', who: id }}
            onDone={close}
          >
            <p>{words.__('You become a moderator. Your share links wait until the new owner uses them again.')}</p>
          </AskTwice>
        )}
        {mayActOn(rights, 'remove_member', member) && <RemoveMember id={id} member={member} onRemoved={close} />}
      </div>
    </>
  );
}

/** Nothing where there is no other role to give. */
function RoleChoice({ id, member }: IMemberControlsProps): ReactElement | null {
  const words = useWords();
  const { refusal, run } = useCommand();
  const isArchived = useRoom(view => view.room?.archived === true);
  const offered = grantableTo(useRights(), member, isArchived);
  const options = Object.fromEntries(offered.map(role => [role, roleWords(role, words)]));
  return offered.some(role => role !== member.role) ? (
    <>
      <ChoiceField
        label={words.__('Role')}
        value={member.role as GrantedRole}
        options={options as Record<GrantedRole, string>}
        onChange={role => void run({ type: 'set_role', who: id, role })}
      />
      <Refusal sentence={refusal} />
    </>
  ) : null;
}
