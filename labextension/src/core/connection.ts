/**
 * One logical connection over many sockets: the only retry loop, its backoff, and the state people see.
 * Used by rooms and by the lobby; knows the content of neither.
 */
import { backoffDelay, isTerminal } from './backoff';
import type { ConnectionState } from './api';
import type { Cancel } from './env';
import { ABNORMAL, type ILinkContext, type ILinkEnd, type ILinkOwner, Link } from './link';
import { Rejection } from './rejection';
import type { IMe, Millis } from './types';
import type { UpFrame } from './wire';

/** A socket that lived shorter does not reset the backoff, else a server that greets and drops is hammered. */
const STABLE_MS = 5000;
/** Sockets that failed in a row although REST works, before REST takes over. */
const BLOCKED_AFTER = 2;

const SENTENCES: { [code: number]: string } = {
  4400: 'This page and the server do not understand each other. Reload the page.',
  4401: 'You are signed out. Reload the page to sign in.',
  4403: 'You were removed from this room, or may not enter it.',
  4404: 'This room does not exist, or you are not a member of it.'
};

export interface IConnectionOwner extends Omit<ILinkOwner, 'measured' | 'ended'> {
  /** A socket that had been welcomed is gone. */
  lost(code: number): void;
  /** Who the server takes me for, learnt while no socket opens. */
  identified(me: IMe): void;
  stateChanged(): void;
}

export class Connection {
  state: ConnectionState = { kind: 'connecting' };
  private link: Link | null = null;
  private attempt = 0;
  private blocked = 0;
  private welcomedAt: Millis = 0;
  /** Outdates a `GET me` under way. */
  private generation = 0;
  private cancelRetry: Cancel | null = null;
  private readonly cancelWake: Cancel;

  constructor(
    private readonly context: ILinkContext,
    private readonly owner: IConnectionOwner
  ) {
    this.cancelWake = context.env.onWake(() => this.wake());
  }

  start(): void {
    this.connect();
  }

  send(frame: UpFrame): void {
    this.link?.send(frame);
  }

  sendBytes(frame: Uint8Array): void {
    this.link?.sendBytes(frame);
  }

  /** A person asks; also leaves a terminal state, which nothing else does. */
  reconnectNow(): void {
    if (this.link === null) {
      this.connect();
    }
  }

  /** Gives up this socket, keeps the connection: what came over it cannot be used. */
  restart(reason: string): void {
    this.link?.abort(reason);
  }

  refuse(code: number, reason: string): void {
    this.stop();
    this.become({ kind: 'refused', code, reason: SENTENCES[code] ?? reason });
  }

  dispose(): void {
    this.stop();
    this.cancelWake();
  }

  private stop(): void {
    this.generation += 1;
    this.cancelRetry?.();
    this.cancelRetry = null;
    this.link?.close();
    this.link = null;
  }

  private connect(): void {
    this.stop();
    if (this.state.kind === 'refused') {
      this.become({ kind: 'connecting' });
    }
    this.link = new Link(this.context, {
      hello: () => this.owner.hello(),
      welcomed: welcome => {
        this.blocked = 0;
        this.welcomedAt = this.context.env.now();
        this.become({ kind: 'connected', latencyMs: null });
        this.owner.welcomed(welcome);
      },
      frame: frame => this.owner.frame(frame),
      bytes: frame => this.owner.bytes(frame),
      measured: latencyMs => this.become({ kind: 'connected', latencyMs }),
      ended: end => this.ended(end)
    });
    void this.link.open();
  }

  private ended(end: ILinkEnd): void {
    this.link = null;
    if (end.welcomed) {
      this.settleBackoff();
      this.owner.lost(end.code);
    }
    if (isTerminal(end.code)) {
      this.refuse(end.code, end.reason);
    } else if (end.dialled && !end.welcomed) {
      void this.askWhoIAm(end.code);
    } else {
      // Not even REST answers: there is nothing to poll.
      this.blocked = end.code === ABNORMAL ? 0 : this.blocked;
      this.retryLater();
    }
  }

  private settleBackoff(): void {
    if (this.context.env.now() - this.welcomedAt >= STABLE_MS) {
      this.attempt = 0;
    }
  }

  /** A refused upgrade and a blocked socket look the same in a browser; REST tells them apart. */
  private async askWhoIAm(code: number): Promise<void> {
    const generation = this.generation;
    const answer = await this.context.server.me().catch((error: unknown) => asError(error));
    if (generation !== this.generation) {
      return;
    }
    if (answer instanceof Rejection && answer.code === 'auth/required') {
      this.refuse(4401, answer.message);
      return;
    }
    if (answer instanceof Error) {
      this.blocked = 0;
    } else {
      this.blocked += code === ABNORMAL ? 1 : 0;
      this.owner.identified(answer);
    }
    this.retryLater();
  }

  private retryLater(): void {
    const { env } = this.context;
    this.attempt += 1;
    const delay = backoffDelay(this.attempt, () => env.random());
    this.cancelRetry = env.after(delay, () => this.connect());
    const retryAt = env.now() + delay;
    this.become(
      this.blocked >= BLOCKED_AFTER
        ? { kind: 'polling', retryAt }
        : { kind: 'reconnecting', attempt: this.attempt, retryAt }
    );
  }

  private wake(): void {
    if (this.cancelRetry !== null) {
      this.connect();
    } else {
      this.link?.probe();
    }
  }

  private become(state: ConnectionState): void {
    this.state = state;
    this.owner.stateChanged();
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
