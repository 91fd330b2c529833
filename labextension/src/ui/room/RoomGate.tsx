/**
 * A room by its id: open it, or offer to join a listed room that I am not in, or say that its owner has it to themselves.
 * Being removed later does not turn into an offer.
 */
import { useState, useSyncExternalStore, type ReactElement, type Ref } from 'react';
import type { ICollabChat } from '../../core/api';
import type { IMe, IRoomSummary } from '../../core/types';
import type { IRoomHandle } from '../host';
import { JoinOffer } from '../lobby/JoinOffer';
import { SoloNotice } from '../lobby/SoloNotice';
import { OpenRoom } from './OpenRoom';

interface IRoomGateProps {
  chat: ICollabChat;
  room: string;
  handle?: Ref<IRoomHandle>;
  onBack?: () => void;
}

export function RoomGate({ chat, room, handle, onBack }: IRoomGateProps): ReactElement {
  const { rooms, me } = useSyncExternalStore(
    listener => chat.lobby.subscribe(listener),
    () => chat.lobby.getView()
  );
  const row = rooms?.find(other => other.id === room);
  const [entered, setEntered] = useState(false);
  if (row?.member && !entered) {
    setEntered(true);
  }
  if (row && !row.member && !entered) {
    return <JoinOffer lobby={chat.lobby} room={row} onJoined={() => setEntered(true)} onBack={onBack} />;
  }
  if (row && isShut(row, me)) {
    return <SoloNotice room={row} onBack={onBack} />;
  }
  return <OpenRoom chat={chat} room={room} handle={handle} onBack={onBack} />;
}

/** Whether it is a room of mine that its owner has to themselves. */
function isShut({ member, collaboration, owner }: IRoomSummary, me: IMe | null): boolean {
  return member && collaboration === false && me !== null && owner !== me.id;
}
