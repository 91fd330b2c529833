/** Deleting ends the room for everyone, so its name must be typed. */
import { useState, type ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { TextField } from '../parts/Fields';
import { InlineForm } from '../parts/InlineForm';

export function DeleteForm({ onDone, onDeleted }: { onDone: () => void; onDeleted?: () => void }): ReactElement {
  const words = useWords();
  const name = useRoom(view => view.room?.name ?? '');
  const [typed, setTyped] = useState('');
  const { busy, refusal, run } = useCommand();
  const submit = async (): Promise<void> => {
    if (await run({ type: 'delete_room' })) {
      onDone();
      onDeleted?.();
    }
  };
  return (
    <InlineForm
      label={words.__('Delete for everyone')}
      submitLabel={words.__('Delete for everyone')}
      final
      ready={!busy && typed === name}
      refusal={refusal}
      onSubmit={submit}
      onCancel={onDone}
    >
      <TextField
        label={words.__('This deletes all messages for everyone. Type “%1” to confirm.', name)}
        value={typed}
        max={80}
        first
        onChange={setTyped}
      />
    </InlineForm>
  );
}
