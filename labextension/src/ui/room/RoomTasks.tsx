/** What opens below the room's header. A task that my rights no longer allow closes by itself. */
import type { ReactElement } from 'react';
import { useRoom, useRoomActions, type RoomTask } from '../hooks/room';
import { ExportPanel } from '../decisions/ExportPanel';
import { History } from '../decisions/History';
import { onEscape } from '../model/keys';
import { InvitePanel } from '../people/InvitePanel';
import { SharePanel } from '../shares/SharePanel';
import { LeaveForm } from './LeaveForm';
import { RoomLife } from './RoomLife';
import { RoomSettings } from './RoomSettings';

/** Of each task, the commands of which one must be mine. */
const NEEDS: Record<RoomTask, readonly string[]> = {
  decisions: ['mark_read'],
  export: ['mark_read'],
  invite: ['invite'],
  shares: ['create_share', 'revoke_share'],
  settings: ['rename_room', 'set_topic', 'set_policy'],
  life: ['set_collaboration', 'archive_room', 'unarchive_room', 'clear_room', 'delete_room'],
  leave: ['leave']
};

export function mayOpen(task: RoomTask, can: ReadonlySet<string>): boolean {
  return NEEDS[task].some(command => can.has(command));
}

export function RoomTasks({ task, onLeft }: { task: RoomTask | null; onLeft?: () => void }): ReactElement | null {
  const actions = useRoomActions();
  const may = useRoom(view => task !== null && mayOpen(task, view.can));
  const done = (): void => {
    actions.openTask(null);
    actions.focusComposer();
  };
  if (!may) {
    return null;
  }
  return (
    <div className="cc-Task" onKeyDown={event => onEscape(event, done)}>
      {task === 'decisions' && <History onDone={done} />}
      {task === 'export' && <ExportPanel onDone={done} />}
      {task === 'invite' && <InvitePanel onDone={done} />}
      {task === 'shares' && <SharePanel onDone={done} />}
      {task === 'settings' && <RoomSettings onDone={done} />}
      {task === 'life' && <RoomLife onDone={done} onDeleted={onLeft} />}
      {task === 'leave' && <LeaveForm onDone={done} onLeft={onLeft} />}
    </div>
  );
}
