/** One room of the list: what was said last, what is new, who is there; a room I am not in offers Join. */
import type { ReactElement } from 'react';
import type { ILobbyClient } from '../../core/api';
import type { IRoomSummary } from '../../core/types';
import type { IconName, IWords } from '../host';
import { useHost, useWords } from '../hooks/host';
import { useJoin } from '../hooks/useJoin';
import { summaryWords } from '../model/headerWords';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';
import { TEST_IDS } from '../testids';
import { Unread } from './Unread';

interface IRoomRowProps {
  room: IRoomSummary;
  lobby: ILobbyClient;
  me: string | null;
  /** Whether it is on screen beside the list. */
  current?: boolean;
  onOpen: (room: string) => void;
}

export function RoomRow({ room, lobby, me, current, onOpen }: IRoomRowProps): ReactElement {
  const words = useWords();
  const { Icon, settings } = useHost();
  const muted = settings.mutedRooms.includes(room.id);
  const { busy, refusal, join } = useJoin(lobby, room.id, () => onOpen(room.id));
  const online = words.__('%1 online', room.online);
  return (
    <li
      className={`cc-RoomRow ${room.unread > 0 ? 'cc-mod-unread' : ''}`}
      data-room={room.id}
      data-testid={TEST_IDS.roomRow}
    >
      <button
        type="button"
        className="cc-RoomRow-open"
        disabled={busy}
        aria-current={current ? 'true' : undefined}
        title={[room.name, room.topic, online, markWords(room, words)].filter(Boolean).join('\n')}
        onClick={() => (room.member ? onOpen(room.id) : void join())}
      >
        <Icon name={markOf(room)} />
        <RoomName room={room} />
        <span className="cc-RoomRow-last">{summaryWords(room, me, words)}</span>
      </button>
      {room.member ? (
        <>
          {muted && <Muted />}
          <Counts room={room} online={online} />
        </>
      ) : (
        <Button disabled={busy} onClick={() => void join()} title={words.__('Members see the whole history')}>
          {words.__('Join')}
        </Button>
      )}
      <Refusal sentence={refusal} />
    </li>
  );
}

function RoomName({ room }: { room: IRoomSummary }): ReactElement {
  const mark = markWords(room, useWords());
  return (
    <span className="cc-RoomRow-name">
      {room.name}
      {mark && <span className="cc-ScreenReader">, {mark}</span>}
    </span>
  );
}

/** The picture of a room says what is unusual about it first. */
function markOf(room: IRoomSummary): IconName {
  if (room.archived) {
    return 'archived';
  }
  if (room.collaboration === false) {
    return 'solo';
  }
  return room.visibility === 'listed' ? 'roomOpen' : 'room';
}

function markWords(room: IRoomSummary, words: IWords): string {
  if (room.archived) {
    return words.__('archived');
  }
  return room.collaboration === false ? words.__('only its owner is in it now') : '';
}

function Muted(): ReactElement {
  const { words, Icon } = useHost();
  const label = words.__('notifications are muted');
  return (
    <span className="cc-RoomRow-muted" role="img" aria-label={label} title={label}>
      <Icon name="muted" />
    </span>
  );
}

function Counts({ room, online }: { room: IRoomSummary; online: string }): ReactElement {
  return (
    <>
      {room.online > 0 && (
        <span className="cc-RoomRow-online" role="img" aria-label={online} title={online}>
          {room.online}
        </span>
      )}
      <Unread unread={room.unread} mentions={room.mentions} />
    </>
  );
}
