/**
 * The list of rooms (`ILobbyClient`): by the lobby socket, by polling `GET rooms` where no socket opens.
 * Commands of the lobby go by REST: a non-member has no socket in the room to join.
 */
import type { ILobbyClient, ILobbyView } from './api';
import { backoffDelay } from './backoff';
import { ServerClock } from './clock';
import { Connection } from './connection';
import type { Cancel, IEnvironment } from './env';
import { keepIfSame } from './plain';
import { Poller } from './poller';
import { Rejection, Unreachable } from './rejection';
import type { Server } from './server';
import { Signal } from './signal';
import type { IAck, ICommand, IMe, IRoomsAnswer, IRoomSummary } from './types';
import type { DownFrame, INotice } from './wire';

const TRIES = 4;
const SIGNED_OUT = 4401;

export type NewRoom = Parameters<ILobbyClient['createRoom']>[0];

export class LobbyClient implements ILobbyClient {
  private readonly signal: Signal;
  private readonly connection: Connection;
  private readonly poller: Poller;
  private rooms: ReadonlyMap<string, IRoomSummary> | null = null;
  private me: IMe | null = null;
  private view: ILobbyView | null = null;

  constructor(
    private readonly server: Server,
    private readonly env: IEnvironment
  ) {
    this.signal = new Signal(env);
    this.poller = new Poller(
      env,
      () => this.askRooms(),
      ({ message }) => this.connection.refuse(SIGNED_OUT, message)
    );
    this.connection = new Connection(
      { env, server, clock: new ServerClock(env), path: 'lobby/socket', room: null },
      {
        hello: () => ({}),
        welcomed: ({ rooms = [] }) => this.welcomed(rooms),
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
      rooms: this.rooms === null ? null : [...this.rooms.values()].sort(byActivity)
    });

  async createRoom(fields: NewRoom): Promise<string> {
    // Minted once: a try whose answer was lost is the same room, not a second one.
    const request = this.env.mintId();
    const ack = await this.command(null, { type: 'create_room', request, ...fields });
    return String(ack.room);
  }

  async joinRoom(room: string): Promise<void> {
    await this.command(room, { type: 'join_room' });
  }

  unread(): { unread: number; mentions: number } {
    const mine = [...(this.rooms?.values() ?? [])].filter(room => room.member);
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

  /** Sent again while nobody answers; refused for good at the first rejection. */
  private async command(room: string | null, command: ICommand): Promise<IAck> {
    const id = this.env.mintId();
    for (let attempt = 1; ; attempt++) {
      try {
        const ack = await this.server.command(room, id, command);
        this.refreshUnlessTold();
        return ack;
      } catch (error) {
        if (!(error instanceof Unreachable) || attempt === TRIES) {
          throw error instanceof Unreachable ? unreachable() : error;
        }
      }
      await this.pause(attempt);
    }
  }

  private pause(attempt: number): Promise<void> {
    return new Promise(resume =>
      this.env.after(
        backoffDelay(attempt, () => this.env.random()),
        resume
      )
    );
  }

  /** Without a socket the list would show the new room only at the next poll. */
  private refreshUnlessTold(): void {
    if (this.connection.state.kind === 'polling') {
      this.poller.stop();
      this.poller.start();
    }
  }

  private async askRooms(): Promise<() => void> {
    const { rooms } = await this.server.get<IRoomsAnswer>('rooms');
    return () => this.setRooms(rooms);
  }

  private welcomed(rooms: IRoomSummary[]): void {
    this.setRooms(rooms);
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

  private takeNotice({ type, room }: INotice): void {
    if (type === 'room' && typeof room === 'object') {
      this.setRooms([...(this.rooms?.values() ?? []), room]);
    } else if (type === 'room_gone') {
      const gone = typeof room === 'object' ? room.id : room;
      this.setRooms([...(this.rooms?.values() ?? [])].filter(({ id }) => id !== gone));
    }
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

function unreachable(): Rejection {
  return new Rejection({ code: 'client/unreachable', message: 'The server does not answer. Try again.' });
}
