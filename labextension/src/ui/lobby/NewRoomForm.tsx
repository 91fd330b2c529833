/** Making a room, in the list itself: name, topic, who may find it. */
import { useState, type ReactElement } from 'react';
import type { ILobbyClient } from '../../core/api';
import type { Visibility } from '../../core/types';
import { useWords } from '../hooks/host';
import { useTask } from '../hooks/useCommand';
import { ChoiceField, TextField } from '../parts/Fields';
import { InlineForm } from '../parts/InlineForm';

interface INewRoomFormProps {
  lobby: ILobbyClient;
  onDone: () => void;
  onOpen: (room: string) => void;
}

export function NewRoomForm({ lobby, onDone, onOpen }: INewRoomFormProps): ReactElement {
  const words = useWords();
  const { busy, refusal, attempt } = useTask();
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('private');
  const submit = async (): Promise<void> => {
    const room = await attempt(() => lobby.createRoom({ name: name.trim(), topic: topic.trim(), visibility }));
    if (room !== null) {
      onDone();
      onOpen(room);
    }
  };
  return (
    <InlineForm
      label={words.__('New room')}
      submitLabel={words.__('Create room')}
      ready={!busy && name.trim() !== ''}
      refusal={refusal}
      onSubmit={submit}
      onCancel={onDone}
    >
      <TextField label={words.__('Name')} value={name} max={80} first onChange={setName} />
      <TextField label={words.__('Topic (optional)')} value={topic} max={500} onChange={setTopic} />
      <ChoiceField
        label={words.__('Who may find it')}
        value={visibility}
        options={{ private: words.__('only its members'), listed: words.__('everyone on this server may join') }}
        onChange={setVisibility}
      />
    </InlineForm>
  );
}
