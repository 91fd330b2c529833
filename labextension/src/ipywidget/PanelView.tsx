/** What a panel shows: its room, or why it cannot. */
import { useSyncExternalStore, type ReactElement } from 'react';
import type { RoomsPage } from '../plugins/page';
import { RoomGate } from '../ui/room/RoomGate';
import { useWords } from '../ui/hooks/host';
import { findRoom } from './findRoom';

export function PanelView({ page, room }: { page: RoomsPage; room: string }): ReactElement {
  const words = useWords();
  const lobby = useSyncExternalStore(
    listener => page.lobby.subscribe(listener),
    () => page.lobby.getView()
  );
  if (lobby.me === null && lobby.connection.kind !== 'connecting') {
    return (
      <div className="cc-Empty" role="status">
        <p>{words.__('This page cannot reach a server with rooms.')}</p>
        <p>
          {words.__(
            'Open the notebook in JupyterLab, Notebook 7, or Voila inside a Jupyter server that has jupyter_collabchat.'
          )}
        </p>
      </div>
    );
  }
  const found = findRoom(room, lobby.rooms);
  if (found === null) {
    return (
      <div className="cc-Empty" role="status">
        {lobby.rooms === null ? words.__('Looking for the room…') : words.__('You are in no room called “%1”.', room)}
      </div>
    );
  }
  return <RoomGate key={found} chat={page} room={found} />;
}
