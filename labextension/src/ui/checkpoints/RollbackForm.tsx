/** Says what a rollback takes away before it does, or before the room is asked: there is no way forward again. */
import type { ReactElement } from 'react';
import type { IMessageView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { onEscape } from '../model/keys';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';

interface IRollbackFormProps {
  message: IMessageView;
  onDone: () => void;
}

export function RollbackForm({ message, onDone }: IRollbackFormProps): ReactElement {
  const words = useWords();
  const { busy, refusal, run } = useCommand();
  const gone = useRoom(view => view.messages.filter(({ seq }) => seq > message.seq).length);
  const voted = useRoom(view => view.room?.policy.rollback === 'vote');
  const rollBack = async (): Promise<void> => {
    if (!busy && (await run({ type: 'rollback', message: message.id }))) {
      onDone();
    }
  };
  return (
    <div
      className="cc-Confirm"
      role="group"
      aria-label={words.__('Roll back to here')}
      onKeyDown={event => onEscape(event, onDone)}
    >
      {gone === 0 ? (
        <span>{words.__('Nothing was said after this.')}</span>
      ) : (
        <>
          <span>{lost(gone, words)}</span>
          <Button look="warn" aria-disabled={busy} onClick={() => void rollBack()}>
            {voted ? words.__('Ask the room to roll back') : words.__('Roll back')}
          </Button>
        </>
      )}
      <Button autoFocus onClick={onDone}>
        {words.__('Keep')}
      </Button>
      <Refusal sentence={refusal} />
    </div>
  );
}

function lost(gone: number, words: ReturnType<typeof useWords>): string {
  const messages = words._n(
    'Take back the message after this one, for everyone, for ever?',
    'Take back the %1 messages after this one, for everyone, for ever?',
    gone
  );
  return `${messages} ${words.__('Agents forget them, turns stop, open votes are cancelled; what was decided stays on record.')}`;
}
