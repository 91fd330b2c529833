/** What one may do with a message; shown on hover and while the focus is in the row. */
import { useState, type ReactElement } from 'react';
import type { IMessageView } from '../../core/api';
import { CheckpointMenu, type Checkpoint } from '../checkpoints/CheckpointMenu';
import { ForkForm } from '../checkpoints/ForkForm';
import { RollbackForm } from '../checkpoints/RollbackForm';
import { useHost, useWords } from '../hooks/host';
import { useRights, useRoomActions } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { mayTouch, type IRights } from '../model/roles';
import { isUnfinished } from '../model/messageWords';
import { Button } from '../parts/Button';
import { IconButton } from '../parts/IconButton';
import { Refusal } from '../parts/Refusal';
import { AskButton } from './AskButton';

type Asked = 'redact' | Checkpoint;

interface IAskedProps {
  message: IMessageView;
  onDone: () => void;
}

const FORMS: Readonly<Record<Asked, (props: IAskedProps) => ReactElement>> = {
  redact: RedactForm,
  rollback: RollbackForm,
  fork: ForkForm
};

export function MessageActions({ message }: { message: IMessageView }): ReactElement | null {
  const [asked, setAsked] = useState<Asked | null>(null);
  if (message.status === 'redacted') {
    return null;
  }
  if (asked === null) {
    return <Actions message={message} onAsk={setAsked} />;
  }
  const Form = FORMS[asked];
  return <Form message={message} onDone={() => setAsked(null)} />;
}

function Actions({ message, onAsk }: { message: IMessageView; onAsk: (what: Asked) => void }): ReactElement {
  const words = useWords();
  const host = useHost();
  const actions = useRoomActions();
  const rights = useRights();
  const settled = !isUnfinished(message.status);
  return (
    <div className="cc-Actions" role="toolbar" aria-label={words.__('Actions')}>
      {rights.can.has('post_message') && (
        <IconButton icon="reply" label={words.__('Reply')} onClick={() => actions.replyTo(message.id)} />
      )}
      <AskButton message={message} />
      <IconButton icon="copy" label={words.__('Copy text')} onClick={() => host.actions.copy(message.body)} />
      {mayEdit(message, rights) && (
        <IconButton icon="edit" label={words.__('Edit')} onClick={() => actions.edit(message.id)} />
      )}
      {settled && mayTouch(rights, 'redact_message', message.author) && (
        <IconButton icon="redact" label={words.__('Redact')} onClick={() => onAsk('redact')} />
      )}
      {settled && <CheckpointMenu onChoose={onAsk} />}
    </div>
  );
}

/** One's own words only, and no copy (RULES 28). */
function mayEdit({ author, kind, status, origin }: IMessageView, { me, can }: IRights): boolean {
  return author === me && kind === 'text' && !isUnfinished(status) && origin === undefined && can.has('edit_message');
}

/** Redaction is for ever, so it asks once, in the row itself. */
function RedactForm({ message, onDone }: IAskedProps): ReactElement {
  const words = useWords();
  const { busy, refusal, run } = useCommand();
  const redact = async (): Promise<void> => {
    if (await run({ type: 'redact_message', message: message.id })) {
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
