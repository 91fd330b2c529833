/** The commands of the palette and of other extensions. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { InputDialog, Notification, type ICommandPalette } from '@jupyterlab/apputils';
import type { ILauncher } from '@jupyterlab/launcher';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { roomsIcon } from './icons';
import type { RoomsPage } from './page';
import type { Surfaces } from './surfaces';

export const COMMANDS = {
  newRoom: 'collabchat:new-room',
  openRoom: 'collabchat:open-room',
  openRoomInMain: 'collabchat:open-room-in-main',
  toggleSidebar: 'collabchat:toggle-sidebar',
  nextVote: 'collabchat:next-vote',
  accessTokens: 'collabchat:access-tokens'
} as const;

const CATEGORY = 'Rooms';
/** So that a program may ask what to pass; `room` is the room's id, asked for where it is missing. */
const ROOM_ARGUMENT = { args: { type: 'object', properties: { room: { type: 'string' } } } } as const;

export function addCommands(app: JupyterFrontEnd, page: RoomsPage, surfaces: Surfaces): void {
  const { commands } = app;
  const { words } = page;
  commands.addCommand(COMMANDS.newRoom, {
    label: args => (args.isLauncher ? words.__('New room') : words.__('New Room…')),
    caption: words.__('Start a room where people and agents talk and decide together'),
    icon: roomsIcon,
    execute: () => surfaces.newRoom()
  });
  commands.addCommand(COMMANDS.openRoom, {
    label: words.__('Open Room…'),
    describedBy: ROOM_ARGUMENT,
    execute: async args => withRoom(page, args, room => surfaces.openInSidebar(room))
  });
  commands.addCommand(COMMANDS.openRoomInMain, {
    label: words.__('Open Room in the Main Area…'),
    describedBy: ROOM_ARGUMENT,
    execute: async args => withRoom(page, args, room => surfaces.openInMain(room))
  });
  commands.addCommand(COMMANDS.toggleSidebar, {
    label: words.__('Show or Hide Rooms'),
    execute: () => surfaces.toggleSidebar()
  });
  commands.addCommand(COMMANDS.accessTokens, {
    label: words.__('Access Tokens…'),
    caption: words.__('What scripts of yours may do in your rooms'),
    execute: () => surfaces.showTokens()
  });
  commands.addCommand(COMMANDS.nextVote, {
    label: words.__('Go to the Next Vote That Waits for Me'),
    execute: () => {
      if (!surfaces.nextVote()) {
        Notification.info(words.__('No vote waits for you in a room on screen.'), { autoClose: 3000 });
      }
    }
  });
}

export function addToPalette(palette: ICommandPalette): void {
  Object.values(COMMANDS).forEach(command => palette.addItem({ command, category: CATEGORY }));
}

export function addToLauncher(launcher: ILauncher, page: RoomsPage): void {
  launcher.add({ command: COMMANDS.newRoom, args: { isLauncher: true }, category: page.words.__('Other'), rank: 50 });
}

async function withRoom(page: RoomsPage, args: ReadonlyPartialJSONObject, open: (room: string) => void): Promise<void> {
  const room = typeof args.room === 'string' ? args.room : await chooseRoom(page);
  if (room !== null) {
    open(room);
  }
}

async function chooseRoom(page: RoomsPage): Promise<string | null> {
  const rooms = page.lobby.getView().rooms ?? [];
  const { words } = page;
  const names = rooms.map((room, index) => `${index + 1}. ${room.name}`);
  const chosen = await InputDialog.getItem({ title: words.__('Open room'), items: names });
  return chosen.button.accept && chosen.value !== null ? (rooms[names.indexOf(chosen.value)]?.id ?? null) : null;
}
