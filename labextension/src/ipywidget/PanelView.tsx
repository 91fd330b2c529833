/** What a panel shows: its room, or why it cannot. */
import { useEffect, useState, useSyncExternalStore, type ReactElement } from 'react';
import type { ILobbyView } from '../core/api';
import type { RoomsPage } from '../plugins/page';
import type { IWords } from '../ui/host';
import { useWords } from '../ui/hooks/host';
import { RoomGate } from '../ui/room/RoomGate';
import { findRoom } from './findRoom';

interface IPanelViewProps {
  page: RoomsPage;
  /** As the notebook wrote it: an id or a name. */
  room: string;
  frame: HTMLElement;
}

export function PanelView({ page, room, frame }: IPanelViewProps): ReactElement {
  const words = useWords();
  const lobby = useSyncExternalStore(
    listener => page.lobby.subscribe(listener),
    () => page.lobby.getView()
  );
  const found = findRoom(room, lobby.rooms);
  // A room that was open stays, so that it can say why it ended.
  const [opened, setOpened] = useState(found);
  if (found !== null && found !== opened) {
    setOpened(found);
  }
  useEffect(() => page.addSurface(other => other === opened && isOnScreen(frame)), [page, opened, frame]);
  return opened === null ? (
    <div className="cc-Empty" role="status">
      {whyNot(lobby, room, words)}
    </div>
  ) : (
    <RoomGate key={opened} chat={page} room={opened} />
  );
}

function whyNot(lobby: ILobbyView, room: string, words: IWords): string {
  if (lobby.rooms !== null) {
    return words.__('There is no room “%1” that you are in or may join. Ask its owner to let you in.', room);
  }
  return lobby.connection.kind === 'connecting'
    ? words.__('Looking for the room…')
    : words.__(
        'No rooms can be reached from this page. Open the notebook in JupyterLab, Notebook 7 or Voila on a Jupyter server that has jupyter_collabchat.'
      );
}

function isOnScreen(frame: HTMLElement): boolean {
  const { top, bottom, width } = frame.getBoundingClientRect();
  return width > 0 && bottom > 0 && top < window.innerHeight;
}
