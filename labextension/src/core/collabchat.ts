/**
 * Composition root of the core: one lobby and one client per room for the whole page, shared by everyone who opens it.
 */
import type { ICollabChat, ILobbyClient, IRoomClient, ITokens } from './api';
import { browserEnvironment } from './browser';
import type { Cancel, IEnvironment } from './env';
import { LobbyClient } from './lobby';
import { Tokens } from './people';
import { RoomClient } from './room';
import { type IServerLocation, Server } from './server';

interface IShared {
  client: RoomClient;
  holders: number;
}

export class CollabChat implements ICollabChat {
  readonly lobby: ILobbyClient;
  readonly tokens: ITokens;
  private readonly server: Server;
  private readonly rooms = new Map<string, IShared>();

  /** `env` differs from the browser only in tests. */
  constructor(
    location: IServerLocation,
    private readonly env: IEnvironment = browserEnvironment()
  ) {
    this.server = new Server(location, env);
    this.lobby = new LobbyClient(this.server, env);
    this.tokens = new Tokens(this.server, env);
  }

  open(room: string): IRoomClient {
    const shared = this.rooms.get(room) ?? { client: new RoomClient(room, this.server, this.env), holders: 0 };
    this.rooms.set(room, shared);
    shared.holders += 1;
    return handle(shared.client, () => this.release(room, shared));
  }

  dispose(): void {
    this.lobby.dispose();
    this.rooms.forEach(({ client }) => client.dispose());
    this.rooms.clear();
  }

  private release(room: string, shared: IShared): void {
    shared.holders -= 1;
    if (shared.holders === 0 && this.rooms.get(room) === shared) {
      this.rooms.delete(room);
      shared.client.dispose();
    }
  }
}

/** One holder's hold on a shared client: disposing it ends its own subscriptions, and releases once. */
function handle(client: RoomClient, release: () => void): IRoomClient {
  const subscriptions = new Set<Cancel>();
  let isHeld = true;
  return {
    id: client.id,
    people: client.people,
    audit: client.audit,
    getView: client.getView,
    serverNow: client.serverNow,
    subscribe: listener => {
      const cancel = client.subscribe(listener);
      subscriptions.add(cancel);
      return () => {
        subscriptions.delete(cancel);
        cancel();
      };
    },
    post: (body, options) => client.post(body, options),
    retry: messageId => client.retry(messageId),
    discard: messageId => client.discard(messageId),
    send: command => client.send(command),
    setTyping: typing => client.setTyping(typing),
    markRead: seq => client.markRead(seq),
    loadOlder: () => client.loadOlder(),
    reconnectNow: () => client.reconnectNow(),
    dispose: () => {
      if (isHeld) {
        isHeld = false;
        subscriptions.forEach(cancel => cancel());
        release();
      }
    }
  };
}
