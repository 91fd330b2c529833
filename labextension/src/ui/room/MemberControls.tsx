/** Role, mute and removal of a person of lower rank, and handing the room to them. */
import { useState, type ReactElement } from 'react';
import type { ICommand, IMember, ParticipantId, Role } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRights, useRoomActions } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { grantable, mayActOn, roleWords } from '../model/roles';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';

export function MemberControls({ id, member }: { id: ParticipantId; member: IMember }): ReactElement {
  const words = useWords();
  const rights = useRights();
  const { busy, refusal, run } = useCommand();
  const mute = member.muted ? 'unmute' : 'mute';
  return (
    <>
      {mayActOn(rights, 'set_role', member) && (
        <RoleChoice
          role={member.role}
          offered={grantable(rights)}
          disabled={busy}
          onChange={role => void run({ type: 'set_role', who: id, role })}
        />
      )}
      <div className="cc-Row">
        {mayActOn(rights, mute, member) && (
          <Button disabled={busy} onClick={() => void run({ type: mute, who: id })}>
            {member.muted ? words.__('Unmute') : words.__('Mute')}
          </Button>
        )}
        {mayActOn(rights, 'transfer_ownership', member) && !member.muted && (
          <AskTwice
            first={words.__('Hand the room over…')}
            second={words.__('Make %1 the owner', member.name)}
            command={{ type: 'transfer_ownership', who: id }}
          />
        )}
        {mayActOn(rights, 'remove_member', member) && (
          <AskTwice
            first={words.__('Remove…')}
            second={words.__('Remove %1', member.name)}
            command={{ type: 'remove_member', who: id }}
          />
        )}
      </div>
      <Refusal sentence={refusal} />
    </>
  );
}

interface IRoleChoiceProps {
  role: Role;
  offered: readonly Role[];
  disabled: boolean;
  onChange: (role: Role) => void;
}

function RoleChoice({ role, offered, disabled, onChange }: IRoleChoiceProps): ReactElement {
  const words = useWords();
  return (
    <label>
      {words.__('Role')}
      <select
        className="cc-Input"
        value={role}
        disabled={disabled}
        onChange={event => onChange(event.target.value as Role)}
      >
        {offered.map(offer => (
          <option key={offer} value={offer}>
            {roleWords(offer, words)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface IAskTwiceProps {
  first: string;
  second: string;
  command: ICommand;
}

/** The second click does it: the same place asks once, and the card closes with it. */
function AskTwice({ first, second, command }: IAskTwiceProps): ReactElement {
  const words = useWords();
  const actions = useRoomActions();
  const { busy, refusal, run } = useCommand();
  const [asked, setAsked] = useState(false);
  const act = async (): Promise<void> => {
    if (await run(command)) {
      actions.showMember(null);
      actions.focusComposer();
    }
  };
  if (!asked) {
    return <Button onClick={() => setAsked(true)}>{first}</Button>;
  }
  return (
    <>
      <Button look="warn" disabled={busy} onClick={() => void act()}>
        {second}
      </Button>
      <Button onClick={() => setAsked(false)}>{words.__('Keep')}</Button>
      <Refusal sentence={refusal} />
    </>
  );
}
