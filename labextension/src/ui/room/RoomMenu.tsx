/** What one may do with the room as a whole; only what `can` allows is listed. */
import type { ReactElement } from 'react';
import { useHost, useWords } from '../hooks/host';
import { useClient, useRoom } from '../hooks/room';
import { Menu, type IMenuEntry } from '../parts/Menu';

export type RoomTask = 'settings' | 'leave' | 'delete';

const SETTINGS_COMMANDS = ['rename_room', 'set_topic', 'set_policy'];

export function RoomMenu({ onTask }: { onTask: (task: RoomTask) => void }): ReactElement {
  const words = useWords();
  const { actions } = useHost();
  const { id } = useClient();
  const can = useRoom(view => view.can);
  const { openInMain, roomLink } = actions;
  const task = (name: RoomTask, label: string): IMenuEntry => ({ label, run: () => onTask(name) });
  const entries = [
    SETTINGS_COMMANDS.some(command => can.has(command)) && task('settings', words.__('Name, topic, rules…')),
    openInMain && { label: words.__('Open in the main area'), run: () => openInMain(id) },
    roomLink && { label: words.__('Copy a link to this room'), run: () => actions.copy(roomLink(id)) },
    can.has('leave') && task('leave', words.__('Leave…')),
    can.has('delete_room') && task('delete', words.__('Delete for everyone…'))
  ];
  return <Menu label={words.__('Room menu')} entries={entries.filter(entry => typeof entry === 'object')} />;
}
