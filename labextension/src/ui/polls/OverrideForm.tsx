/** The owner decides alone: which way, and why; everyone sees both (RULES 9). */
import { useState, type ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useCommand } from '../hooks/useCommand';
import { writeDraft } from '../model/drafts';
import { ReasonForm } from '../parts/ReasonForm';

type Choice = 'approve' | 'deny';

export function OverrideForm({ poll, onDone }: { poll: IPollView; onDone: () => void }): ReactElement {
  const words = useWords();
  const { busy, refusal, run } = useCommand();
  const [choice, setChoice] = useState<Choice>('deny');
  const draftKey = `override ${poll.id}`;
  const submit = async (reason: string): Promise<void> => {
    if (await run({ type: 'override_poll', poll: poll.id, choice, reason })) {
      writeDraft(draftKey, '');
      onDone();
    }
  };
  return (
    <fieldset className="cc-Override">
      <legend>{words.__('Decide alone, as the owner')}</legend>
      <Ways poll={poll.id} choice={choice} onChange={setChoice} />
      <ReasonForm
        draftKey={draftKey}
        label={words.__('Why? Everyone reads this.')}
        submitLabel={choice === 'approve' ? words.__('Approve alone') : words.__('Deny alone')}
        required
        busy={busy}
        refusal={refusal}
        onSubmit={reason => void submit(reason)}
        onCancel={onDone}
      />
    </fieldset>
  );
}

interface IWaysProps {
  poll: string;
  choice: Choice;
  onChange: (choice: Choice) => void;
}

function Ways({ poll, choice, onChange }: IWaysProps): ReactElement {
  const words = useWords();
  const ways: [Choice, string][] = [
    ['deny', words.__('deny for everyone')],
    ['approve', words.__('approve for everyone')]
  ];
  return (
    <>
      {ways.map(([id, label]) => (
        <label key={id}>
          <input type="radio" name={`override ${poll}`} checked={choice === id} onChange={() => onChange(id)} />
          {label}
        </label>
      ))}
    </>
  );
}
