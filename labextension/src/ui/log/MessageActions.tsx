/** What one may do with a message; shown on hover and while the focus is in the row. */
import { useState, type ReactElement } from 'react';
import type { IMessageView } from '../../core/api';
import { useHost, useWords } from '../hooks/host';
import { useRights, useRoomActions } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { mayTouch } from '../model/roles';
import { isUnfinished } from '../model/messageWords';
import { Button } from '../parts/Button';
import { IconButton } from '../parts/IconButton';
import { Refusal } from '../parts/Refusal';
import { AskButton } from './AskButton';

export function MessageActions({ message }: { message: IMessageView }): ReactElement | null {
  const words = useWords();
  const host = useHost();
  const actions = useRoomActions();
  const rights = useRights();
  const [redacting, setRedacting] = useState(false);
  if (message.status === 'redacted') {
    return null;
  }
  if (redacting) {
    return <RedactForm message={message.id} onDone={() => setRedacting(false)} />;
  }
  const settled = !isUnfinished(message.status);
  const mine = message.author === rights.me;
  return (
    <div className="cc-Actions" role="toolbar" aria-label={words.__('Actions')}>
      {rights.can.has('post_message') && (
        <IconButton icon="reply" label={words.__('Reply')} onClick={() => actions.replyTo(message.id)} />
      )}
      <AskButton message={message} />
      <IconButton icon="copy" label={words.__('Copy text')} onClick={() => host.actions.copy(message.body)} />
      {mine && settled && message.kind === 'text' && rights.can.has('edit_message') && (
        <IconButton icon="edit" label={words.__('Edit')} onClick={() => actions.edit(message.id)} />
      )}
      {settled && mayTouch(rights, 'redact_message', message.author) && (
        <IconButton icon="redact" label={words.__('Redact')} onClick={() => setRedacting(true)} />
      )}
    </div>
  );
}

/** Redaction is for ever, so it asks once, in the row itself. */
function RedactForm({ message, onDone }: { message: string; onDone: () => void }): ReactElement {
  const words = useWords();
  const { busy, refusal, run } = useCommand();
  const redact = async (): Promise<void> => {
    if (await run({ type: 'redact_message', message })) {
      onDone();
    }
  };
  return (
    <div className="cc-Confirm" role="group" aria-label={words.__('Redact')}>
      <span>{words.__('Take the content away for everyone, for ever?')}</span>
      <Button look="warn" disabled={busy} onClick={() => void redact()}>
        {words.__('Redact')}
      </Button>
      <Button autoFocus onClick={onDone}>
        {words.__('Keep')}
      </Button>
      <Refusal sentence={refusal} />
    </div>
  );
}
