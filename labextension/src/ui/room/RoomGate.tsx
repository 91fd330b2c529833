/** A room by its id: open it, or offer to join a listed room that I am not in. Being removed later does not turn into an offer. */
import { useState, useSyncExternalStore, type ReactElement, type Ref } from 'react';
import type { ICollabChat } from '../../core/api';
import type { IRoomHandle } from '../host';
import { JoinOffer } from '../lobby/JoinOffer';
import { OpenRoom } from './OpenRoom';

interface IRoomGateProps {
  chat: ICollabChat;
  room: string;
  handle?: Ref<IRoomHandle>;
  onBack?: () => void;
}

export function RoomGate({ chat, room, handle, onBack }: IRoomGateProps): ReactElement {
  const rooms = useSyncExternalStore(
    listener => chat.lobby.subscribe(listener),
    () => chat.lobby.getView().rooms
  );
  const listed = rooms?.find(other => other.id === room);
  const [entered, setEntered] = useState(false);
  if (listed?.member && !entered) {
    setEntered(true);
  }
  if (listed && !listed.member && !entered) {
    return <JoinOffer lobby={chat.lobby} room={listed} onJoined={() => setEntered(true)} onBack={onBack} />;
  }
  return <OpenRoom chat={chat} room={room} handle={handle} onBack={onBack} />;
}
