/** Making a link: what it is called, what those who come by it may do, and when it ends. */
import { useState, type ReactElement } from 'react';
import type { ShareRole } from '../../core/types';
import type { IWords } from '../host';
import { useWords } from '../hooks/host';
import { useClient } from '../hooks/room';
import { useTask } from '../hooks/useCommand';
import { lifetimeOptions, termsOf, type IShareForm } from '../model/shareForm';
import { CheckField, ChoiceField, NumberField, TextField } from '../parts/Fields';
import { InlineForm } from '../parts/InlineForm';
import { MoreTerms } from './MoreTerms';

const FRESH: IShareForm = {
  label: '',
  role: 'collaborator',
  votes: false,
  lifetime: '24h',
  max_uses: null,
  consensus: 'room',
  rooms: []
};

interface IShareFormProps {
  onCreated: (secret: string) => void;
  /** Absent where there is nothing else to go back to. */
  onCancel?: () => void;
}

export function ShareForm({ onCreated, onCancel }: IShareFormProps): ReactElement {
  const words = useWords();
  const client = useClient();
  const { busy, refusal, attempt } = useTask();
  const [form, setForm] = useState(FRESH);
  const set = (part: Partial<IShareForm>): void => setForm({ ...form, ...part });
  const submit = async (): Promise<void> => {
    const secret = await attempt(() => client.people.createShare(termsOf(form, client.serverNow())));
    if (secret !== null) {
      onCreated(secret);
    }
  };
  return (
    <InlineForm
      label={words.__('New share link')}
      className="cc-Form"
      submitLabel={words.__('Make a link')}
      ready={!busy}
      refusal={refusal}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <p>{words.__('Whoever has the link comes in, also without an account here. They will see the whole history.')}</p>
      <TextField
        label={words.__('What it is for (only you see it)')}
        value={form.label}
        max={80}
        first
        onChange={label => set({ label })}
      />
      <Terms form={form} set={set} words={words} />
      <MoreTerms form={form} set={set} />
    </InlineForm>
  );
}

interface ITermsProps {
  form: IShareForm;
  set: (part: Partial<IShareForm>) => void;
  words: IWords;
}

function Terms({ form, set, words }: ITermsProps): ReactElement {
  const roles: Record<ShareRole, string> = {
    collaborator: words.__('collaborator: writes'),
    observer: words.__('observer: reads')
  };
  return (
    <>
      <ChoiceField
        label={words.__('They come in as')}
        value={form.role}
        options={roles}
        onChange={role => set({ role })}
      />
      {form.role === 'collaborator' && (
        <CheckField
          label={words.__('Guests may vote')}
          hint={words.__(
            'On what agents may do. They never unlock code by themselves: someone with an account must approve too.'
          )}
          checked={form.votes}
          onChange={votes => set({ votes })}
        />
      )}
      <ChoiceField
        label={words.__('It works for')}
        value={form.lifetime}
        options={lifetimeOptions(words)}
        onChange={lifetime => set({ lifetime })}
      />
      <NumberField
        label={words.__('How many people (empty: any number)')}
        value={form.max_uses}
        min={1}
        max={100_000}
        onChange={max_uses => set({ max_uses })}
      />
    </>
  );
}
