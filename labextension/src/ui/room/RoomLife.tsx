/** Who has the room, and its end: solo, archive, clear, delete. Each says what will happen before it does. */
import { useState, type ReactElement } from 'react';
import { ExportDecisions } from '../decisions/ExportDecisions';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { AskTwice } from '../parts/AskTwice';
import { Button } from '../parts/Button';
import { CommandButton } from '../parts/CommandButton';
import { NameConfirm } from '../parts/NameConfirm';
import { PanelTitle } from '../parts/PanelTitle';

interface IRoomLifeProps {
  onDone: () => void;
  onDeleted?: () => void;
}

export function RoomLife({ onDone, onDeleted }: IRoomLifeProps): ReactElement {
  const words = useWords();
  const can = useRoom(view => view.can);
  const archived = useRoom(view => view.room?.archived === true);
  const deleted = (): void => {
    onDone();
    onDeleted?.();
  };
  return (
    <section className="cc-Panel cc-Life" aria-label={words.__('Solo, archive, delete')}>
      <PanelTitle onClose={onDone}>{words.__('Solo, archive, delete')}</PanelTitle>
      {can.has('set_collaboration') && <Sharing onDone={onDone} />}
      {can.has(archived ? 'unarchive_room' : 'archive_room') && <Archiving archived={archived} onDone={onDone} />}
      {can.has('clear_room') && <Clearing />}
      {can.has('delete_room') && <Deleting onDeleted={deleted} />}
    </section>
  );
}

function Sharing({ onDone }: { onDone: () => void }): ReactElement {
  const words = useWords();
  const shared = useRoom(view => view.room?.collaboration !== false);
  if (!shared) {
    return (
      <div>
        <p>{words.__('You have this room to yourself. Its members come back in when you share it again.')}</p>
        <CommandButton command={{ type: 'set_collaboration', on: true }} onDone={onDone}>
          {words.__('Share it again')}
        </CommandButton>
      </div>
    );
  }
  return (
    <AskTwice
      first={words.__('Have it to myself…')}
      second={words.__('Have it to myself')}
      command={{ type: 'set_collaboration', on: false }}
      onDone={onDone}
    >
      <p>
        {words.__(
          'The others stay members but cannot see the room until you share it again. Turns stop, open votes are cancelled, invitations end, and share links wait until you use them again.'
        )}
      </p>
    </AskTwice>
  );
}

function Archiving({ archived, onDone }: { archived: boolean; onDone: () => void }): ReactElement {
  const words = useWords();
  if (archived) {
    return (
      <div>
        <p>{words.__('This room is archived: its members can read it.')}</p>
        <CommandButton command={{ type: 'unarchive_room' }} onDone={onDone}>
          {words.__('Unarchive')}
        </CommandButton>
      </div>
    );
  }
  return (
    <AskTwice
      first={words.__('Archive…')}
      second={words.__('Archive')}
      command={{ type: 'archive_room' }}
      onDone={onDone}
    >
      <p>
        {words.__(
          'Everyone can still read it, nobody can write. Turns stop, open votes are cancelled, invitations end, and share links wait. You can unarchive it.'
        )}
      </p>
    </AskTwice>
  );
}

function Clearing(): ReactElement {
  const words = useWords();
  const [asked, setAsked] = useState(false);
  const done = (): void => setAsked(false);
  return asked ? (
    <NameConfirm
      label={words.__('Clear all messages')}
      question={name =>
        words.__(
          'This deletes all messages for everyone; what was decided stays on record. Type “%1” to confirm.',
          name
        )
      }
      command={{ type: 'clear_room' }}
      onDone={done}
      onCancel={done}
    />
  ) : (
    <Button onClick={() => setAsked(true)}>{words.__('Clear all messages…')}</Button>
  );
}

function Deleting({ onDeleted }: { onDeleted: () => void }): ReactElement {
  const words = useWords();
  const [asked, setAsked] = useState(false);
  return asked ? (
    <>
      <p>{words.__('Afterwards nobody can look up what was decided here.')}</p>
      <ExportDecisions />
      <NameConfirm
        label={words.__('Delete for everyone')}
        question={name => words.__('This deletes the room and all messages for everyone. Type “%1” to confirm.', name)}
        command={{ type: 'delete_room' }}
        onDone={onDeleted}
        onCancel={() => setAsked(false)}
      />
    </>
  ) : (
    <Button onClick={() => setAsked(true)}>{words.__('Delete for everyone…')}</Button>
  );
}
