/** The list of rooms: invitations, mine, then those open to everyone here. Teaches where there is nothing yet. */
import { useState, useSyncExternalStore, type ReactElement } from 'react';
import type { ILobbyClient, ILobbyView } from '../../core/api';
import type { IMe, IRoomSummary } from '../../core/types';
import { useWords } from '../hooks/host';
import { IconButton } from '../parts/IconButton';
import { TEST_IDS } from '../testids';
import { InvitationCard } from './InvitationCard';
import { LobbyMenu } from './LobbyMenu';
import { LobbyState } from './LobbyState';
import { NewRoomForm } from './NewRoomForm';
import { RoomRow } from './RoomRow';

interface IRoomListProps {
  lobby: ILobbyClient;
  /** Whether the form for a new room is shown. */
  creating: boolean;
  /** The room that is on screen as well. */
  current?: string | null;
  onCreating: (on: boolean) => void;
  onOpen: (room: string) => void;
  /** Shows my access tokens; absent where they have no place. */
  onTokens?: () => void;
}

export function RoomList({ lobby, creating, current, onCreating, onOpen, onTokens }: IRoomListProps): ReactElement {
  const view = useSyncExternalStore(
    listener => lobby.subscribe(listener),
    () => lobby.getView()
  );
  const mayCreate = view.me?.can_create_rooms === true;
  return (
    <div className="cc-Lobby" data-testid={TEST_IDS.lobby}>
      <ListHeader me={view.me} creating={creating} onCreating={onCreating} onTokens={onTokens} />
      <LobbyState view={view} />
      {mayCreate && creating && <NewRoomForm lobby={lobby} onDone={() => onCreating(false)} onOpen={onOpen} />}
      <div className="cc-Lobby-rooms">
        {view.invitations.map(invitation => (
          <InvitationCard key={invitation.id} lobby={lobby} invitation={invitation} onOpen={onOpen} />
        ))}
        <Groups lobby={lobby} view={view} current={current} onOpen={onOpen} onCreate={() => onCreating(true)} />
      </div>
    </div>
  );
}

interface IListHeaderProps extends Pick<IRoomListProps, 'creating' | 'onCreating' | 'onTokens'> {
  me: IMe | null;
}

function ListHeader({ me, creating, onCreating, onTokens }: IListHeaderProps): ReactElement {
  const words = useWords();
  return (
    <header className="cc-Header">
      <div className="cc-Header-title">
        <h2>{words.__('Rooms')}</h2>
      </div>
      {me?.can_create_rooms && (
        <IconButton
          icon="add"
          label={words.__('New room')}
          aria-expanded={creating}
          onClick={() => onCreating(!creating)}
        />
      )}
      <LobbyMenu me={me} onTokens={onTokens} />
    </header>
  );
}

interface IGroupsProps extends Pick<IRoomListProps, 'lobby' | 'current' | 'onOpen'> {
  view: ILobbyView;
  onCreate: () => void;
}

function Groups({ lobby, view, current, onOpen, onCreate }: IGroupsProps): ReactElement {
  const words = useWords();
  const [all, setAll] = useState(false);
  const rooms = view.rooms ?? [];
  const mine = rooms.filter(room => room.member && !room.archived);
  const archived = rooms.filter(room => room.member && room.archived);
  const rows = { lobby, current, onOpen, me: view.me?.id ?? null };
  return (
    <>
      {view.rooms !== null && mine.length + archived.length === 0 && (
        <NoRooms mayCreate={view.me?.can_create_rooms === true} onCreate={onCreate} />
      )}
      <Group title={words.__('My rooms')} rooms={mine} {...rows} />
      <Group title={words.__('Open to everyone here')} rooms={rooms.filter(room => !room.member)} {...rows} />
      {all && <Group title={words.__('Archived')} rooms={archived} {...rows} />}
      {archived.length > 0 && (
        <button type="button" className="cc-Link cc-Lobby-archived" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? words.__('Hide archived rooms') : words.__('Show archived (%1)', archived.length)}
        </button>
      )}
    </>
  );
}

interface IGroupProps {
  title: string;
  rooms: readonly IRoomSummary[];
  lobby: ILobbyClient;
  me: string | null;
  current?: string | null;
  onOpen: (room: string) => void;
}

function Group({ title, rooms, current, ...row }: IGroupProps): ReactElement | null {
  return rooms.length === 0 ? null : (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {rooms.map(room => (
          <RoomRow key={room.id} room={room} current={room.id === current} {...row} />
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
