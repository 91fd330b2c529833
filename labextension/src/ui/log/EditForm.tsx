/** Changing a message of mine in its place. Ctrl+Enter saves, Esc leaves; what was typed survives until one leaves. */
import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import type { IMessageView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useClient, useRoomActions } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { useDraft } from '../hooks/useDraft';
import { InlineForm } from '../parts/InlineForm';

export function EditForm({ message }: { message: IMessageView }): ReactElement {
  const words = useWords();
  const { id } = useClient();
  const actions = useRoomActions();
  const { busy, refusal, run } = useCommand();
  const [body, setBody] = useDraft(`${id} edit ${message.id}`, message.body);
  const leave = (): void => {
    setBody('');
    actions.edit(null);
    actions.focusComposer();
  };
  const save = async (): Promise<void> => {
    if (body === message.body || (await run({ type: 'edit_message', message: message.id, body }))) {
      leave();
    }
  };
  return (
    <InlineForm
      label={words.__('Edit')}
      className="cc-EditForm"
      submitLabel={words.__('Save')}
      ready={!busy && body.trim() !== ''}
      refusal={refusal}
      onSubmit={save}
      onCancel={leave}
    >
      <EditField body={body} onChange={setBody} />
    </InlineForm>
  );
}

function EditField({ body, onChange }: { body: string; onChange: (body: string) => void }): ReactElement {
  const words = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.currentTarget.form?.requestSubmit();
    }
  };
  return (
    <textarea
      ref={field}
      className="cc-Input"
      rows={Math.min(12, body.split('\n').length + 1)}
      aria-label={words.__('Edit message')}
      value={body}
      onChange={event => onChange(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}
