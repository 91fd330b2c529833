/** Making a room, in the list itself: name, topic, who may find it, how it decides. */
import { useState, type ReactElement } from 'react';
import type { ILobbyClient } from '../../core/api';
import type { Consensus, Visibility } from '../../core/types';
import { useHost } from '../hooks/host';
import { useTask } from '../hooks/useCommand';
import { ChoiceField, TextField } from '../parts/Fields';
import { InlineForm } from '../parts/InlineForm';
import { ConsensusField } from '../room/PolicyFields';

interface INewRoomFormProps {
  lobby: ILobbyClient;
  onDone: () => void;
  onOpen: (room: string) => void;
}

export function NewRoomForm({ lobby, onDone, onOpen }: INewRoomFormProps): ReactElement {
  const { words, settings } = useHost();
  const { busy, refusal, attempt } = useTask();
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('private');
  const [consensus, setConsensus] = useState<Consensus>(settings.newRoomConsensus);
  const submit = async (): Promise<void> => {
    const fields = { name: name.trim(), topic: topic.trim(), visibility, consensus };
    const room = await attempt(() => lobby.createRoom(fields));
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
      <ConsensusField value={consensus} onChange={setConsensus} />
    </InlineForm>
  );
}
