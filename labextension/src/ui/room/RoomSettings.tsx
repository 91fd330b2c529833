/** Name, topic, and how the room decides; each field appears only if I may change it, and only changes are sent. */
import { useState, type ReactElement } from 'react';
import type { ICommand, IRoomInfo } from '../../core/types';
import { useWords } from '../hooks/host';
import { useClient, useRoom } from '../hooks/room';
import { useTask } from '../hooks/useCommand';
import { TextField } from '../parts/Fields';
import { InlineForm } from '../parts/InlineForm';
import { PolicyFields } from './PolicyFields';
import { changes, formOf, type IRoomForm } from './roomForm';

export function RoomSettings({ onDone }: { onDone: () => void }): ReactElement | null {
  const room = useRoom(view => view.room);
  return room ? <SettingsForm key={room.id} room={room} onDone={onDone} /> : null;
}

function SettingsForm({ room, onDone }: { room: IRoomInfo; onDone: () => void }): ReactElement {
  const words = useWords();
  const client = useClient();
  const can = useRoom(view => view.can);
  const { busy, refusal, attempt } = useTask();
  const [form, setForm] = useState(() => formOf(room));
  const set = (part: Partial<IRoomForm>): void => setForm({ ...form, ...part });
  const submit = async (): Promise<void> => {
    if (await attempt(() => sendAll(changes(room, form), command => client.send(command)))) {
      onDone();
    }
  };
  return (
    <InlineForm
      label={words.__('Name, topic, rules')}
      submitLabel={words.__('Save')}
      ready={!busy && form.name.trim() !== ''}
      refusal={refusal}
      onSubmit={submit}
      onCancel={onDone}
    >
      {can.has('rename_room') && (
        <TextField label={words.__('Name')} value={form.name} max={80} first onChange={name => set({ name })} />
      )}
      {can.has('set_topic') && (
        <TextField label={words.__('Topic')} value={form.topic} max={500} onChange={topic => set({ topic })} />
      )}
      {can.has('set_policy') && <PolicyFields form={form} set={set} />}
    </InlineForm>
  );
}

/** In order; the first refusal stops the rest. */
async function sendAll(commands: readonly ICommand[], send: (command: ICommand) => Promise<unknown>): Promise<true> {
  for (const command of commands) {
    await send(command);
  }
  return true;
}
