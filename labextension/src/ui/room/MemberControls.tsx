/** Role, mute and removal of a person of lower rank. */
import { useState, type ReactElement } from 'react';
import type { IMember, ParticipantId, Role } from '../../core/types';
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
  const setRole = (role: Role): void => void run({ type: 'set_role', who: id, role });
  const mute = member.muted ? 'unmute' : 'mute';
  return (
    <>
      {mayActOn(rights, 'set_role', member) && (
        <label>
          {words.__('Role')}
          <select
            className="cc-Input"
            value={member.role}
            disabled={busy}
            onChange={event => setRole(event.target.value as Role)}
          >
            {grantable(rights).map(role => (
              <option key={role} value={role}>
                {roleWords(role, words)}
              </option>
            ))}
          </select>
        </label>
      )}
      <div className="cc-Row">
        {mayActOn(rights, mute, member) && (
          <Button disabled={busy} onClick={() => void run({ type: mute, who: id })}>
            {member.muted ? words.__('Unmute') : words.__('Mute')}
          </Button>
        )}
        {mayActOn(rights, 'remove_member', member) && <RemoveButton id={id} name={member.name} />}
      </div>
      <Refusal sentence={refusal} />
    </>
  );
}

/** The second click removes: the same place asks once. */
function RemoveButton({ id, name }: { id: ParticipantId; name: string }): ReactElement {
  const words = useWords();
  const actions = useRoomActions();
  const { busy, refusal, run } = useCommand();
  const [asked, setAsked] = useState(false);
  const remove = async (): Promise<void> => {
    if (await run({ type: 'remove_member', who: id })) {
      actions.showMember(null);
      actions.focusComposer();
    }
  };
  if (!asked) {
    return <Button onClick={() => setAsked(true)}>{words.__('Remove…')}</Button>;
  }
  return (
    <>
      <Button look="warn" disabled={busy} onClick={() => void remove()}>
        {words.__('Remove %1', name)}
      </Button>
      <Button onClick={() => setAsked(false)}>{words.__('Keep')}</Button>
      <Refusal sentence={refusal} />
    </>
  );
}
