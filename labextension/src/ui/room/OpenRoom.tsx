/** Holds a room open while it is on screen and lets go of it afterwards. */
import { useMemo, useState, useSyncExternalStore, type ReactElement, type Ref } from 'react';
import type { ICollabChat, IRoomClient } from '../../core/api';
import type { IRoomHandle } from '../host';
import { RoomView } from './RoomView';

interface IOpenRoomProps {
  chat: ICollabChat;
  room: string;
  /** How often I came back into the room since it is on screen. */
  returns: number;
  handle?: Ref<IRoomHandle>;
  onBack?: () => void;
  onOpen?: (room: string) => void;
}

export function OpenRoom({ chat, room, returns, ...rest }: IOpenRoomProps): ReactElement | null {
  const [seen, setSeen] = useState(returns);
  const [life, setLife] = useState(0);
  const lease = useMemo(() => new Lease(chat, room, life), [chat, room, life]);
  const client = useSyncExternalStore(lease.subscribe, lease.get);
  if (returns !== seen) {
    setSeen(returns);
    // A client that was let go has said its last word; one that lives on keeps what is being written.
    if (client?.getView().closed) {
      setLife(life + 1);
    }
  }
  return client ? <RoomView key={lease.key} client={client} {...rest} /> : null;
}

/** A room that is open exactly while someone is subscribed. */
class Lease {
  private client: IRoomClient | null = null;

  constructor(
    private readonly chat: ICollabChat,
    private readonly room: string,
    life: number
  ) {
    this.key = `${room} ${life}`;
  }

  readonly key: string;

  readonly get = (): IRoomClient | null => this.client;

  readonly subscribe = (): (() => void) => {
    this.client = this.chat.open(this.room);
    return () => {
      this.client?.dispose();
      this.client = null;
    };
  };
}
