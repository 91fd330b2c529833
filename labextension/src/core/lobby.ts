/**
 * The list of rooms (`ILobbyClient`): by the lobby socket, by polling `GET rooms` where no socket opens.
 * Commands of the lobby go by REST: a non-member has no socket in the room to join.
 */
import type { ILobbyClient, ILobbyView, INewRoom } from './api';
import { ServerClock } from './clock';
import { Connection } from './connection';
import type { Cancel, IEnvironment } from './env';
import { Inbox } from './inbox';
import { answered, OutsideCommands } from './outside';
import { keepIfSame } from './plain';
import { Poller } from './poller';
import type { Server } from './server';
import { Signal } from './signal';
import type { Consensus, IAck, ICommand, IInvitation, IMe, IPreferences, IRoomsAnswer, IRoomSummary } from './types';
import type { DownFrame, INotice } from './wire';

const SIGNED_OUT = 4401;
/** How a room decides when it is made. */
const UNSAID: Consensus = 'unanimous';

export class LobbyClient implements ILobbyClient {
  private readonly signal: Signal;
  private readonly connection: Connection;
  private readonly poller: Poller;
  private readonly commands: OutsideCommands;
  private readonly inbox = new Inbox();
  private rooms: ReadonlyMap<string, IRoomSummary> | null = null;
  private me: IMe | null = null;
  private view: ILobbyView | null = null;

  constructor(
    private readonly server: Server,
    private readonly env: IEnvironment
  ) {
    this.signal = new Signal(env);
    this.commands = new OutsideCommands(server, env);
    this.poller = new Poller(
      env,
      () => this.askRooms(),
      ({ message }) => this.connection.refuse(SIGNED_OUT, message)
    );
    this.connection = new Connection(
      { env, server, clock: new ServerClock(env), path: 'lobby/socket', room: null },
      {
        hello: () => ({}),
        welcomed: ({ rooms = [], invitations = [] }) => this.welcomed(rooms, invitations),
        frame: frame => this.receive(frame),
        bytes: () => undefined,
        lost: () => undefined,
        identified: me => this.identify(me),
        stateChanged: () => this.followState()
      }
    );
    this.connection.start();
  }

  readonly subscribe = (listener: () => void): Cancel => this.signal.subscribe(listener);

  readonly getView = (): ILobbyView =>
    (this.view ??= {
      connection: this.connection.state,
      me: this.me,
      rooms: this.rooms === null ? null : [...this.rooms.values()].sort(byActivity),
      invitations: this.inbox.all
    });

  async createRoom({ consensus, ...fields }: INewRoom): Promise<string> {
    // Minted once: a try whose answer was lost is the same room, not a second one.
    const request = this.env.mintId();
    const ack = await this.command(null, { type: 'create_room', request, ...fields });
    const room = String(ack.room);
    if (consensus !== undefined && consensus !== UNSAID) {
      await this.command(room, { type: 'set_policy', consensus });
    }
    return room;
  }

  async joinRoom(room: string): Promise<void> {
    await this.command(room, { type: 'join_room' });
  }

  async acceptInvitation(invitation: string): Promise<string> {
    const ack = await this.command(null, { type: 'accept_invite', invite: invitation });
    this.forget(invitation);
    return String(ack.room);
  }

  async declineInvitation(invitation: string): Promise<void> {
    await this.command(null, { type: 'decline_invite', invite: invitation });
    this.forget(invitation);
  }

  async savePreferences(part: Partial<IPreferences>): Promise<void> {
    await this.command(null, { type: 'set_preferences', ...part });
    this.identify(await answered(this.server.me()));
  }

  unread(except: readonly string[] = []): { unread: number; mentions: number } {
    const mine = [...(this.rooms?.values() ?? [])].filter(room => room.member && !except.includes(room.id));
    return {
      unread: mine.reduce((sum, room) => sum + room.unread, 0),
      mentions: mine.reduce((sum, room) => sum + room.mentions, 0)
    };
  }

  dispose(): void {
    this.connection.dispose();
    this.poller.stop();
    this.signal.clear();
  }

  private async command(room: string | null, command: ICommand): Promise<IAck> {
    const ack = await this.commands.send(room, command);
    this.refreshUnlessTold();
    return ack;
  }

  /** The server says so too; the card need not wait for it. */
  private forget(invitation: string): void {
    this.inbox.remove(invitation);
    this.changed();
  }

  /** Without a socket the list would show the new room only at the next poll. */
  private refreshUnlessTold(): void {
    if (this.connection.state.kind === 'polling') {
      this.poller.stop();
      this.poller.start();
    }
  }

  private async askRooms(): Promise<() => void> {
    const { rooms, invitations } = await this.server.get<IRoomsAnswer>('rooms');
    return () => this.setAll(rooms, invitations);
  }

  private setAll(rooms: readonly IRoomSummary[], invitations: readonly IInvitation[]): void {
    this.inbox.replace(invitations);
    this.setRooms(rooms);
  }

  private welcomed(rooms: readonly IRoomSummary[], invitations: readonly IInvitation[]): void {
    this.setAll(rooms, invitations);
    if (this.me === null) {
      // Unanswered: the next welcome asks again; the list itself does without.
      this.server.me().then(
        me => this.identify(me),
        (error: unknown) => this.env.report('who am I?', error)
      );
    }
  }

  private receive(frame: DownFrame): void {
    if (frame.kind === 'notice') {
      this.takeNotice(frame.notice);
    }
  }

  private takeNotice(notice: INotice): void {
    if (notice.type.startsWith('invitation')) {
      this.takeInvitation(notice);
    } else if (notice.type.startsWith('room')) {
      this.takeRoom(notice);
    } else if (notice.preferences !== undefined && this.me !== null) {
      this.identify({ ...this.me, preferences: notice.preferences });
    }
  }

  private takeRoom({ type, room }: INotice): void {
    const rooms = [...(this.rooms?.values() ?? [])];
    if (type === 'room' && typeof room === 'object') {
      this.setRooms([...rooms, room]);
    } else if (type === 'room_gone') {
      this.setRooms(rooms.filter(({ id }) => id !== idOf(room)));
    }
  }

  private takeInvitation({ type, invitation }: INotice): void {
    if (type === 'invitation' && typeof invitation === 'object') {
      this.inbox.add(invitation);
    } else if (type === 'invitation_gone') {
      this.inbox.remove(idOf(invitation));
    }
    this.changed();
  }

  /** Of two rows of one room the later holds; rows that say the same keep their identity. */
  private setRooms(rooms: readonly IRoomSummary[]): void {
    const old = this.rooms;
    this.rooms = new Map(rooms.map(room => [room.id, keepIfSame(old?.get(room.id), room)]));
    this.changed();
  }

  private identify(me: IMe): void {
    this.me = keepIfSame(this.me ?? undefined, me);
    this.changed();
  }

  private followState(): void {
    if (this.connection.state.kind === 'polling') {
      this.poller.start();
    } else {
      this.poller.stop();
    }
    this.changed();
  }

  private changed(): void {
    this.view = null;
    this.signal.emit();
  }
}

function byActivity(a: IRoomSummary, b: IRoomSummary): number {
  return (b.last?.at ?? 0) - (a.last?.at ?? 0) || a.name.localeCompare(b.name);
}

function idOf(named: { id: string } | string | undefined): string {
  return typeof named === 'object' ? named.id : String(named);
}
