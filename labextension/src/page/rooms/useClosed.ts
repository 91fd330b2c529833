/** Why the room on screen has ended for me; null while it has not. */
import { useMemo, useSyncExternalStore } from 'react';
import type { ICollabChat, IRoomClient, IRoomView } from '../../core/api';

export interface IClosed {
  sentence: string;
  /** Nobody with a right to be here asks any more: the login, or the guest's cookie, is gone. */
  signedOut: boolean;
}

const SIGNED_OUT = 4401;

/** Holds the room open as well; holds are counted, so that costs nothing. */
export function useClosed(chat: ICollabChat, room: string | null): IClosed | null {
  const watch = useMemo(() => new Watch(chat, room), [chat, room]);
  return useSyncExternalStore(watch.subscribe, watch.get);
}

class Watch {
  private client: IRoomClient | null = null;
  private closed: IClosed | null = null;

  constructor(
    private readonly chat: ICollabChat,
    private readonly room: string | null
  ) {}

  readonly get = (): IClosed | null => this.closed;

  readonly subscribe = (changed: () => void): (() => void) => {
    if (this.room === null) {
      return () => undefined;
    }
    const client = this.chat.open(this.room);
    this.client = client;
    client.subscribe(() => {
      const closed = closedOf(client.getView());
      if (closed?.sentence !== this.closed?.sentence) {
        this.closed = closed;
        changed();
      }
    });
    return () => {
      this.client?.dispose();
      this.client = null;
    };
  };
}

function closedOf({ closed, connection }: IRoomView): IClosed | null {
  if (connection.kind === 'refused') {
    return { sentence: closed ?? connection.reason, signedOut: connection.code === SIGNED_OUT };
  }
  return closed === null ? null : { sentence: closed, signedOut: false };
}
