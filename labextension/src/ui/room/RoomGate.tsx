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
  /** Where another room can take this one's place. */
  onOpen?: (room: string) => void;
}

export function RoomGate({ chat, room, handle, onBack, onOpen }: IRoomGateProps): ReactElement {
  const { rooms, me } = useSyncExternalStore(
    listener => chat.lobby.subscribe(listener),
    () => chat.lobby.getView()
  );
  const row = rooms?.find(other => other.id === room);
  const stay = useStay(rooms === null ? null : row?.member === true);
  const [joined, setJoined] = useState(false);
  if (row && !row.member && !joined && !stay.begun) {
    return <JoinOffer lobby={chat.lobby} room={row} onJoined={() => setJoined(true)} onBack={onBack} />;
  }
  if (row && isShut(row, me)) {
    return <SoloNotice room={row} onBack={onBack} />;
  }
  return <OpenRoom chat={chat} room={room} returns={stay.returns} handle={handle} onBack={onBack} onOpen={onOpen} />;
}

interface IStay {
  isHere: boolean;
  /** Whether I was in the room since this was mounted. */
  begun: boolean;
  /** How often I came back into it. */
  returns: number;
}

/** Follows whether I am a member; `isHere` is null while nobody has said so. */
function useStay(isHere: boolean | null): IStay {
  const [stay, setStay] = useState<IStay>({ isHere: false, begun: false, returns: 0 });
  if (isHere !== null && isHere !== stay.isHere) {
    const isReturn = isHere && stay.begun;
    setStay({ isHere, begun: stay.begun || isHere, returns: stay.returns + Number(isReturn) });
  }
  return stay;
}

/** Whether it is a room of mine that its owner has to themselves. */
function isShut({ member, collaboration, owner }: IRoomSummary, me: IMe | null): boolean {
  return member && collaboration === false && me !== null && owner !== me.id;
}
