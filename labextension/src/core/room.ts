/**
 * One room as the user interface knows it (`IRoomClient`): takes wishes out and facts in, by socket or by REST.
 * What the facts mean is `store.ts`'s; when to reconnect is `connection.ts`'s.
 */
import type { IPostOptions, IRoomClient, IRoomView } from './api';
import { RoomAudit } from './audit';
import { ServerClock } from './clock';
import { Connection, type IConnectionOwner } from './connection';
import type { Cancel, IEnvironment } from './env';
import { restCarrier, roomPoller } from './fallback';
import { type ICarrier, Outbox } from './outbox';
import { RoomPeople } from './people';
import type { Poller } from './poller';
import { Reads } from './reads';
import { closedRejection, Rejection } from './rejection';
import { roomPath, type Server } from './server';
import { Signal } from './signal';
import { RoomStore } from './store';
import { Typing } from './typing';
import type { IAck, ICommand, Millis, Seq } from './types';
import type { DownFrame, IWelcome } from './wire';

/** Below the server's burst, so that a queue flushed after a cut does not run into the rate limit. */
const SOCKET_WINDOW = 8;
const TOO_BIG = 1009;
/** Refusals while polling, as the close codes a socket would have had. */
const REFUSALS: { [code: string]: number } = { 'auth/required': 4401, 'role/forbidden': 4403 };
const GONE = 4404;
const LEFT_OUT: ReadonlySet<number> = new Set([4403, GONE]);

export class RoomClient implements IRoomClient {
  readonly people: RoomPeople;
  readonly audit: RoomAudit;
  private readonly signal: Signal;
  private readonly clock: ServerClock;
  private readonly outbox: Outbox;
  private readonly store: RoomStore;
  private readonly typing: Typing;
  private readonly reads: Reads;
  private readonly poller: Poller;
  private readonly connection: Connection;
  private isPolling = false;
  private view: IRoomView;
  private isStale = false;

  constructor(
    readonly id: string,
    private readonly server: Server,
    private readonly env: IEnvironment
  ) {
    const door = { send: (command: ICommand) => this.send(command), mintId: () => env.mintId() };
    this.people = new RoomPeople(id, server, door);
    this.audit = new RoomAudit(id, server);
    this.signal = new Signal(env);
    this.clock = new ServerClock(env);
    this.outbox = new Outbox(env);
    this.store = new RoomStore({
      room: id,
      server,
      env,
      outbox: this.outbox,
      serverNow: this.serverNow,
      changed: () => this.changed()
    });
    this.typing = new Typing(env, typing => this.connection.send({ presence: { typing } }));
    this.reads = new Reads(env, seq => this.send({ type: 'mark_read', seq }));
    this.poller = roomPoller(
      { room: id, server, env },
      answer => this.store.takePoll(answer),
      ({ code, message }) => this.connection.refuse(REFUSALS[code] ?? GONE, message)
    );
    const context = { env, server, clock: this.clock, path: `${roomPath(id)}/socket`, room: id };
    this.connection = new Connection(context, this.connectionOwner());
    this.view = this.store.view(this.connection.state);
    this.connection.start();
  }

  readonly subscribe = (listener: () => void): Cancel => this.signal.subscribe(listener);

  readonly getView = (): IRoomView => (this.isStale ? this.refresh() : this.view);

  readonly serverNow = (): Millis => this.clock.now();

  async post(body: string, options?: IPostOptions): Promise<void> {
    this.setTyping(false);
    await this.store.posts.post(body, options);
  }

  async retry(messageId: string): Promise<void> {
    await this.store.posts.retry(messageId);
  }

  discard(messageId: string): void {
    this.store.posts.discard(messageId);
  }

  send(command: ICommand): Promise<IAck> {
    return this.outbox.submit(command).answer;
  }

  setTyping(typing: boolean): void {
    if (this.connection.state.kind === 'connected' && this.store.may('post_message')) {
      this.typing.set(typing);
    }
  }

  markRead(seq: Seq): void {
    this.reads.known(this.store.readSeq);
    this.reads.mark(seq);
  }

  async loadOlder(): Promise<void> {
    await this.store.pages.loadOlder();
  }

  reconnectNow(): void {
    this.connection.reconnectNow();
  }

  dispose(): void {
    this.reads.dispose();
    this.connection.dispose();
    this.poller.stop();
    this.typing.forget();
    this.store.dispose();
    this.outbox.refuseAll(closedRejection('The room was closed on this page.'));
    this.signal.clear();
  }

  private connectionOwner(): IConnectionOwner {
    const { store } = this;
    return {
      hello: () => (store.epoch === null ? {} : { epoch: store.epoch }),
      welcomed: welcome => this.welcomed(welcome),
      frame: frame => this.receive(frame),
      bytes: frame => this.receiveBytes(frame),
      lost: code => this.lost(code),
      identified: me => store.identify(me.id),
      stateChanged: () => this.followState()
    };
  }

  private welcomed(welcome: IWelcome): void {
    this.connection.sendBytes(this.store.welcome(welcome));
    this.outbox.open(this.socketCarrier());
  }

  private socketCarrier(): ICarrier {
    return { window: SOCKET_WINDOW, send: (id, command) => this.connection.send({ id, command }) };
  }

  private receive(frame: DownFrame): void {
    switch (frame.kind) {
      case 'ack':
        this.outbox.acked(frame.id, frame.ack);
        break;
      case 'reject':
        this.refused(frame);
        break;
      case 'presence':
        this.store.takePresence(frame.presence);
        break;
      case 'notice':
        this.store.takeNotice(frame.notice);
        break;
      default:
      // Welcome and pong are the link's; shapes that are not known yet are nobody's.
    }
  }

  private refused({ id, reject }: Extract<DownFrame, { kind: 'reject' }>): void {
    if (id === null) {
      this.env.report('the server could not read a frame of this page', new Rejection(reject));
    } else {
      this.outbox.rejected(id, reject);
    }
  }

  /** A frame that cannot be applied costs this copy of the document, not the page: the next session sends all of it. */
  private receiveBytes(frame: Uint8Array): void {
    try {
      this.store.receive(frame);
    } catch (error) {
      this.env.report(`room ${this.id}: the document is fetched anew`, error);
      this.connection.restart('document does not fit');
    }
  }

  private lost(code: number): void {
    if (code === TOO_BIG) {
      this.outbox.failLargest();
    }
    this.outbox.close();
    this.typing.forget();
    this.store.pause();
  }

  private followState(): void {
    const { state } = this.connection;
    this.setPolling(state.kind === 'polling');
    if (state.kind === 'refused') {
      this.outbox.refuseAll(closedRejection(state.reason));
      if (LEFT_OUT.has(state.code)) {
        this.store.close(state.reason);
      }
    }
    this.changed();
  }

  private setPolling(isPolling: boolean): void {
    if (isPolling === this.isPolling) {
      return;
    }
    this.isPolling = isPolling;
    if (isPolling) {
      this.poller.start();
      this.outbox.open(restCarrier(this.server, this.id, this.outbox));
    } else {
      this.poller.stop();
      this.outbox.close();
    }
  }

  private changed(): void {
    this.isStale = true;
    this.signal.emit();
  }

  /** Keeps the former view if nothing in it changed after all. */
  private refresh(): IRoomView {
    const fresh = this.store.view(this.connection.state);
    this.isStale = false;
    this.view = sameFields(this.view, fresh) ? this.view : fresh;
    return this.view;
  }
}

function sameFields(a: IRoomView, b: IRoomView): boolean {
  return (Object.keys(b) as (keyof IRoomView)[]).every(key => a[key] === b[key]);
}
