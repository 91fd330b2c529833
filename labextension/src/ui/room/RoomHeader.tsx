/** The room's name, how it decides and who I am in it; the votes that wait for me; the menu. */
import { useState, type ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useRoom, useRoomView } from '../hooks/room';
import { headerWords } from '../model/headerWords';
import { IconButton } from '../parts/IconButton';
import { TEST_IDS } from '../testids';
import { DeleteForm } from './DeleteForm';
import { LeaveForm } from './LeaveForm';
import { RoomMenu, type RoomTask } from './RoomMenu';
import { RoomSettings } from './RoomSettings';
import { WaitingVotes } from './WaitingVotes';

export function RoomHeader({ onBack }: { onBack?: () => void }): ReactElement {
  const words = useWords();
  const view = useRoomView();
  const [task, setTask] = useState<RoomTask | null>(null);
  const done = (): void => setTask(null);
  return (
    <>
      <header className="cc-Header" data-testid={TEST_IDS.header}>
        {onBack && <IconButton icon="back" label={words.__('Back to rooms')} onClick={onBack} />}
        <div className="cc-Header-title" title={view.room?.topic}>
          <h2>{view.room?.name ?? words.__('Opening…')}</h2>
          <span>{headerWords(view, words)}</span>
        </div>
        <WaitingVotes />
        <RoomMenu onTask={setTask} />
      </header>
      <Topic />
      {task === 'settings' && <RoomSettings onDone={done} />}
      {task === 'leave' && <LeaveForm onDone={done} onLeft={onBack} />}
      {task === 'delete' && <DeleteForm onDone={done} onDeleted={onBack} />}
    </>
  );
}

function Topic(): ReactElement | null {
  const topic = useRoom(view => view.room?.topic ?? '');
  return topic ? (
    <div className="cc-Topic" title={topic}>
      {topic}
    </div>
  ) : null;
}
