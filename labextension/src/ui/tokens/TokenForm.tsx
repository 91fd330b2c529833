/** Making a token: what for, in which rooms, what it may do there, until when. */
import { useState, type ReactElement } from 'react';
import type { ITokens } from '../../core/api';
import type { IRoomSummary, TokenScope } from '../../core/types';
import { useWords } from '../hooks/host';
import { useTask } from '../hooks/useCommand';
import { endOf, lifetimeOptions, type Lifetime } from '../model/shareForm';
import { scopeOptions } from '../model/tokens';
import { Button } from '../parts/Button';
import { ChoiceField, TextField } from '../parts/Fields';
import { InlineForm } from '../parts/InlineForm';
import { RoomChoices } from '../parts/RoomChoices';
import type { IMinted } from './minted';

interface ITokenFormProps {
  tokens: ITokens;
  rooms: readonly IRoomSummary[];
  onMinted: (minted: IMinted) => void;
}

interface IForm {
  label: string;
  rooms: readonly string[];
  scope: TokenScope;
  lifetime: Lifetime;
}

const FRESH: IForm = { label: '', rooms: [], scope: 'read', lifetime: '24h' };

export function TokenForm(props: ITokenFormProps): ReactElement {
  const words = useWords();
  const [open, setOpen] = useState(false);
  return open ? (
    <OpenForm {...props} onCancel={() => setOpen(false)} />
  ) : (
    <div className="cc-Row">
      <Button look="accept" disabled={props.rooms.length === 0} onClick={() => setOpen(true)}>
        {words.__('New token')}
      </Button>
    </div>
  );
}

function OpenForm({ tokens, rooms, onMinted, onCancel }: ITokenFormProps & { onCancel: () => void }): ReactElement {
  const words = useWords();
  const { busy, refusal, attempt } = useTask();
  const [form, setForm] = useState(FRESH);
  const { label, scope, lifetime } = form;
  const set = (part: Partial<IForm>): void => setForm({ ...form, ...part });
  const submit = async (): Promise<void> => {
    const fields = { label: label.trim(), rooms: form.rooms, scope, expires_at: endOf(lifetime, Date.now()) };
    const secret = await attempt(() => tokens.mint(fields));
    if (secret !== null) {
      onMinted({ secret, room: form.rooms[0] });
    }
  };
  return (
    <InlineForm
      label={words.__('New token')}
      className="cc-Form"
      submitLabel={words.__('Make a token')}
      ready={!busy && label.trim() !== '' && form.rooms.length > 0}
      refusal={refusal}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <TextField
        label={words.__('What it is for')}
        value={label}
        max={80}
        first
        onChange={text => set({ label: text })}
      />
      <RoomChoices
        label={words.__('In which rooms')}
        rooms={rooms}
        chosen={form.rooms}
        onChange={chosen => set({ rooms: chosen })}
      />
      <Terms form={form} set={set} />
    </InlineForm>
  );
}

interface ITermsProps {
  form: IForm;
  set: (part: Partial<IForm>) => void;
}

function Terms({ form, set }: ITermsProps): ReactElement {
  const words = useWords();
  return (
    <>
      <ChoiceField
        label={words.__('It may')}
        value={form.scope}
        options={scopeOptions(words)}
        onChange={scope => set({ scope })}
      />
      <ChoiceField
        label={words.__('It works for')}
        value={form.lifetime}
        options={lifetimeOptions(words)}
        onChange={lifetime => set({ lifetime })}
      />
    </>
  );
}
