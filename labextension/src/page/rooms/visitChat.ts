/**
 * The client of a visit: it notes which rooms have ended for me while they were on screen, and which I left myself.
 * A room that was refused looks the same either way.
 */
import type { ICollabChat, ILobbyClient, IRoomClient, IRoomView } from '../../core/api';
import type { IAck, ICommand } from '../../core/types';
import { Watched } from '../../plugins/watched';

export interface IClosed {
  room: string;
  sentence: string;
  /** Nobody with a right to be here asks any more: the login, or the guest's cookie, is gone. */
  signedOut: boolean;
  /** There is no such room for me, and nobody said why: it ended before I was in it, or since this page was left. */
  unexplained: boolean;
}

const SIGNED_OUT = 4401;
const NO_SUCH_ROOM = 4404;

export class VisitChat implements ICollabChat {
  readonly closed = new Watched<IClosed | null>(null);
  readonly left = new Watched<ReadonlySet<string>>(new Set());

  constructor(private readonly chat: ICollabChat) {}

  get lobby(): ILobbyClient {
    return this.chat.lobby;
  }

  get tokens(): ICollabChat['tokens'] {
    return this.chat.tokens;
  }

  open(room: string): IRoomClient {
    const client = this.chat.open(room);
    client.subscribe(() => this.look(client));
    // All else is the client's own.
    const send = (command: ICommand): Promise<IAck> => this.send(client, command);
    return Object.create(client, { send: { value: send } }) as IRoomClient;
  }

  dispose(): void {
    this.chat.dispose();
  }

  private look(client: IRoomClient): void {
    const closed = closedOf(client.id, client.getView());
    if (closed !== null && closed.sentence !== this.closed.get()?.sentence) {
      this.closed.set(closed);
    }
  }

  private async send(client: IRoomClient, command: ICommand): Promise<IAck> {
    const ack = await client.send(command);
    if (command.type === 'leave') {
      this.left.set(new Set([...this.left.get(), client.id]));
    }
    return ack;
  }
}

function closedOf(room: string, { closed, connection }: IRoomView): IClosed | null {
  if (connection.kind === 'refused') {
    const { code, reason } = connection;
    const sentence = closed ?? reason;
    const unexplained = code === NO_SUCH_ROOM && sentence === reason;
    return { room, sentence, signedOut: code === SIGNED_OUT, unexplained };
  }
  return closed === null ? null : { room, sentence: closed, signedOut: false, unexplained: false };
}
