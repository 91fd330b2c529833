/** The list of rooms: mine, then those open to everyone here. Teaches where there is nothing yet. */
import { useSyncExternalStore, type ReactElement } from 'react';
import type { ILobbyClient } from '../../core/api';
import type { IRoomSummary } from '../../core/types';
import { useWords } from '../hooks/host';
import { IconButton } from '../parts/IconButton';
import { TEST_IDS } from '../testids';
import { LobbyState } from './LobbyState';
import { NewRoomForm } from './NewRoomForm';
import { RoomRow } from './RoomRow';

interface IRoomListProps {
  lobby: ILobbyClient;
  /** Whether the form for a new room is shown. */
  creating: boolean;
  onCreating: (on: boolean) => void;
  onOpen: (room: string) => void;
}

export function RoomList({ lobby, creating, onCreating, onOpen }: IRoomListProps): ReactElement {
  const words = useWords();
  const view = useSyncExternalStore(
    listener => lobby.subscribe(listener),
    () => lobby.getView()
  );
  const rooms = view.rooms ?? [];
  const mine = rooms.filter(room => room.member);
  const open = rooms.filter(room => !room.member);
  const mayCreate = view.me?.can_create_rooms === true;
  const rows = { lobby, onOpen, me: view.me?.id ?? null };
  return (
    <div className="cc-Lobby" data-testid={TEST_IDS.lobby}>
      <header className="cc-Header">
        <div className="cc-Header-title">
          <h2>{words.__('Rooms')}</h2>
        </div>
        {mayCreate && (
          <IconButton
            icon="add"
            label={words.__('New room')}
            aria-expanded={creating}
            onClick={() => onCreating(!creating)}
          />
        )}
      </header>
      <LobbyState view={view} />
      {mayCreate && creating && <NewRoomForm lobby={lobby} onDone={() => onCreating(false)} onOpen={onOpen} />}
      <div className="cc-Lobby-rooms">
        {view.rooms !== null && mine.length === 0 && (
          <NoRooms mayCreate={mayCreate} onCreate={() => onCreating(true)} />
        )}
        <Group title={words.__('My rooms')} rooms={mine} {...rows} />
        <Group title={words.__('Open to everyone here')} rooms={open} {...rows} />
      </div>
    </div>
  );
}

interface IGroupProps {
  title: string;
  rooms: readonly IRoomSummary[];
  lobby: ILobbyClient;
  me: string | null;
  onOpen: (room: string) => void;
}

function Group({ title, rooms, lobby, me, onOpen }: IGroupProps): ReactElement | null {
  return rooms.length === 0 ? null : (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {rooms.map(room => (
          <RoomRow key={room.id} room={room} lobby={lobby} me={me} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  );
}

function NoRooms({ mayCreate, onCreate }: { mayCreate: boolean; onCreate: () => void }): ReactElement {
  const words = useWords();
  return (
    <div className="cc-Empty">
      <p>{words.__('You are in no room yet.')}</p>
      <p>{words.__('In a room people talk, ask agents, and decide together what the agents may do.')}</p>
      {mayCreate && (
        <button type="button" className="cc-Link" onClick={onCreate}>
          {words.__('Start a room')}
        </button>
      )}
    </div>
  );
}
