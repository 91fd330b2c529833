/** Holds a room open while it is on screen and lets go of it afterwards. */
import { useMemo, useSyncExternalStore, type ReactElement, type Ref } from 'react';
import type { ICollabChat, IRoomClient } from '../../core/api';
import type { IRoomHandle } from '../host';
import { RoomView } from './RoomView';

interface IOpenRoomProps {
  chat: ICollabChat;
  room: string;
  handle?: Ref<IRoomHandle>;
  onBack?: () => void;
}

export function OpenRoom({ chat, room, handle, onBack }: IOpenRoomProps): ReactElement | null {
  const lease = useMemo(() => new Lease(chat, room), [chat, room]);
  const client = useSyncExternalStore(lease.subscribe, lease.get);
  return client ? <RoomView key={room} client={client} handle={handle} onBack={onBack} /> : null;
}

/** A room that is open exactly while someone is subscribed. */
class Lease {
  private client: IRoomClient | null = null;

  constructor(
    private readonly chat: ICollabChat,
    private readonly room: string
  ) {}

  readonly get = (): IRoomClient | null => this.client;

  readonly subscribe = (): (() => void) => {
    this.client = this.chat.open(this.room);
    return () => {
      this.client?.dispose();
      this.client = null;
    };
  };
}
