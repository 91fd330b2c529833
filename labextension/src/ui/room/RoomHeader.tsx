/** The room's name, how it decides and who I am in it; the votes that wait for me; inviting; the menu. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useRoom, useRoomActions, useRoomView, type RoomTask } from '../hooks/room';
import { headerWords } from '../model/headerWords';
import { IconButton } from '../parts/IconButton';
import { TEST_IDS } from '../testids';
import { RoomMenu } from './RoomMenu';
import { RoomTasks } from './RoomTasks';
import { WaitingVotes } from './WaitingVotes';

interface IRoomHeaderProps {
  /** What is open below. */
  task: RoomTask | null;
  onBack?: () => void;
}

export function RoomHeader({ task, onBack }: IRoomHeaderProps): ReactElement {
  const words = useWords();
  const view = useRoomView();
  return (
    <>
      <header className="cc-Header" data-testid={TEST_IDS.header}>
        {onBack && <IconButton icon="back" label={words.__('Back to rooms')} onClick={onBack} />}
        <div className="cc-Header-title" title={view.room?.topic}>
          <h2>{view.room?.name ?? words.__('Opening…')}</h2>
          <span title={headerWords(view, words)}>{headerWords(view, words)}</span>
        </div>
        <WaitingVotes />
        <InviteButton open={task === 'invite'} />
        <RoomMenu />
      </header>
      <Topic />
      <RoomTasks task={task} onLeft={onBack} />
    </>
  );
}

function InviteButton({ open }: { open: boolean }): ReactElement | null {
  const words = useWords();
  const actions = useRoomActions();
  const may = useRoom(view => view.can.has('invite'));
  const toggle = (): void => actions.openTask(open ? null : 'invite');
  return may ? (
    <IconButton icon="invite" label={words.__('Invite people')} aria-expanded={open} onClick={toggle} />
  ) : null;
}

function Topic(): ReactElement | null {
  const topic = useRoom(view => view.room?.topic ?? '');
  return topic ? (
    <div className="cc-Topic" title={topic}>
      {topic}
    </div>
  ) : null;
}
