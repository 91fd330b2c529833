/** What one may do with the room as a whole; only what `can` allows is listed. */
import type { ReactElement } from 'react';
import type { IHost, IWords } from '../host';
import { useHost } from '../hooks/host';
import { useClient, useRoom, useRoomActions, type RoomTask } from '../hooks/room';
import { isGuest } from '../model/people';
import { Menu, type IMenuEntry } from '../parts/Menu';
import { mayOpen } from './RoomTasks';

export function RoomMenu(): ReactElement {
  const host = useHost();
  const { id } = useClient();
  const { openTask } = useRoomActions();
  const can = useRoom(view => view.can);
  const name = useRoom(view => view.room?.name ?? '');
  const me = useRoom(view => view.me);
  const entry = (task: RoomTask): IMenuEntry[] =>
    mayOpen(task, can) ? [{ label: taskWords(task, host.words), run: () => openTask(task) }] : [];
  const entries = [
    ...(['decisions', 'invite', 'shares', 'settings', 'life'] as const).flatMap(entry),
    ...hostEntries({ id, name }, host),
    ...(isGuest(me ?? '') ? [] : entry('export')),
    ...entry('leave')
  ];
  return <Menu label={host.words.__('Room menu')} entries={entries} />;
}

function taskWords(task: RoomTask, words: IWords): string {
  const names: Record<RoomTask, string> = {
    decisions: words.__('Decisions'),
    export: words.__('Export…'),
    invite: words.__('Invite people…'),
    shares: words.__('Share links…'),
    settings: words.__('Name, topic, rules…'),
    life: words.__('Solo, archive, delete…'),
    leave: words.__('Leave…')
  };
  return names[task];
}

/** What the page can do with a room. */
function hostEntries({ id, name }: { id: string; name: string }, { words, actions, settings }: IHost): IMenuEntry[] {
  const { openInMain, roomLink, muteRoom, copy } = actions;
  const muted = settings.mutedRooms.includes(id);
  return [
    openInMain && { label: words.__('Open in the main area'), run: () => openInMain(id) },
    roomLink && { label: words.__('Copy a link to this room'), run: () => copy(roomLink(id)) },
    muteRoom && {
      label: muted ? words.__('Unmute notifications') : words.__('Mute notifications'),
      run: () => muteRoom({ id, name }, !muted)
    }
  ].filter(entry => entry !== undefined);
}
