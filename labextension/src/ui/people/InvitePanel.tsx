/** Inviting somebody whom this server knows, and taking back what was not answered yet. */
import { useCallback, useRef, useState, type ReactElement } from 'react';
import type { GrantedRole, IPerson } from '../../core/types';
import { useWords } from '../hooks/host';
import { useClient, useRights, useRoom, useRoomActions } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { useListing } from '../hooks/useListing';
import { grantable, roleWords } from '../model/roles';
import { Button } from '../parts/Button';
import { ChoiceField } from '../parts/Fields';
import { InlineForm } from '../parts/InlineForm';
import { PanelTitle, type IPanelTitleHandle } from '../parts/PanelTitle';
import { PendingInvites } from './PendingInvites';
import { PersonField } from './PersonField';

export function InvitePanel({ onDone }: { onDone: () => void }): ReactElement {
  const words = useWords();
  const { people } = useClient();
  const version = useRoom(view => view.listings.invites);
  const read = useCallback(() => people.invites(), [people]);
  const { items, refusal, reload } = useListing(read, version);
  const title = useRef<IPanelTitleHandle>(null);
  const revoked = (): void => {
    title.current?.focus(); // its button goes with the invitation
    reload();
  };
  return (
    <div className="cc-Panel">
      <PanelTitle handle={title} onClose={onDone}>
        {words.__('Invite people')}
      </PanelTitle>
      <InviteForm onInvited={reload} onDone={onDone} />
      <PendingInvites invites={items ?? []} refusal={refusal} onRevoked={revoked} />
    </div>
  );
}

interface IInviteFormProps {
  onInvited: () => void;
  onDone: () => void;
}

function InviteForm({ onInvited, onDone }: IInviteFormProps): ReactElement {
  const words = useWords();
  const { busy, refusal, run } = useCommand();
  const [person, setPerson] = useState<IPerson | null>(null);
  const [role, setRole] = useState<GrantedRole>('collaborator');
  const [invited, setInvited] = useState<IPerson | null>(null);
  const [round, setRound] = useState(0);
  const submit = async (): Promise<void> => {
    if (person && (await run({ type: 'invite', who: person.id, role }))) {
      setInvited(person);
      setPerson(null);
      setRound(round + 1); // an empty field for the next one
      onInvited();
    }
  };
  return (
    <InlineForm
      label={words.__('Invite people')}
      className="cc-Form"
      submitLabel={words.__('Invite')}
      cancelLabel={words.__('Done')}
      ready={!busy && person !== null}
      refusal={refusal}
      onSubmit={submit}
      onCancel={onDone}
    >
      <PersonField key={round} chosen={person} onChoose={setPerson} />
      <RoleField role={role} onChange={setRole} />
      <p>
        {words.__('They will see the whole history.')} <LinkHint />
      </p>
      <p role="status">{invited && words.__('%1 is invited.', invited.name)}</p>
    </InlineForm>
  );
}

function RoleField({ role, onChange }: { role: GrantedRole; onChange: (role: GrantedRole) => void }): ReactElement {
  const words = useWords();
  const offered = grantable(useRights());
  const options = Object.fromEntries(offered.map(each => [each, roleWords(each, words)]));
  return (
    <ChoiceField
      label={words.__('As')}
      value={role}
      options={options as Record<GrantedRole, string>}
      onChange={onChange}
    />
  );
}

/** For those whom this server does not know. */
function LinkHint(): ReactElement | null {
  const words = useWords();
  const actions = useRoomActions();
  const may = useRoom(view => view.can.has('create_share'));
  return may ? (
    <Button look="minimal" className="cc-Link" onClick={() => actions.openTask('shares')}>
      {words.__('You can also make a share link.')}
    </Button>
  ) : null;
}
