/** Names the room that begins with what was said up to a message, and opens it. */
import { useRef, useState, type ReactElement } from 'react';
import { mintId, type IMessageView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRoom, useRoomActions } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { TextField } from '../parts/Fields';
import { InlineForm } from '../parts/InlineForm';

const MAX_NAME = 80;

interface IForkFormProps {
  message: IMessageView;
  onDone: () => void;
}

export function ForkForm({ message, onDone }: IForkFormProps): ReactElement {
  const words = useWords();
  const { openRoom } = useRoomActions();
  const { busy, refusal, run } = useCommand();
  const [name, setName] = useState(useSuggestion());
  const request = useRef(mintId()); // a try whose answer was lost is the same room, not a second one
  const submit = async (): Promise<void> => {
    const asked = { request: request.current, until: message.id, name: name.trim() };
    const ack = await run({ type: 'fork_room', ...asked });
    if (ack !== null) {
      onDone();
      openRoom(String(ack.room));
    }
  };
  return (
    <InlineForm
      className="cc-ForkForm"
      label={words.__('Start a new room from here')}
      submitLabel={words.__('Start the room')}
      ready={!busy && name.trim() !== ''}
      refusal={refusal}
      onSubmit={submit}
      onCancel={onDone}
    >
      <TextField
        label={words.__('Name')}
        hint={words.__('It begins with all that was said up to here, and with you alone in it.')}
        value={name}
        max={MAX_NAME}
        first
        onChange={setName}
      />
    </InlineForm>
  );
}

function useSuggestion(): string {
  const words = useWords();
  const name = useRoom(view => view.room?.name ?? '');
  return words.__('%1, again', name).slice(0, MAX_NAME);
}
