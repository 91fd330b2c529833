/**
 * One socket from ticket to close: hello, welcome, pings. Reports exactly one end and never tries again.
 * Knows no room content: frames pass through to the owner.
 */
import type { ServerClock } from './clock';
import type { Cancel, IEnvironment, ISocket } from './env';
import { Pulse } from './pulse';
import { Rejection } from './rejection';
import type { Server } from './server';
import type { Millis } from './types';
import { CLIENT_NAME, type DownFrame, type IWelcome, parseFrame, SUBPROTOCOL, type UpFrame } from './wire';

/** Covers the handshake and the answer to hello; browsers alone wait for minutes. */
const WELCOME_WITHIN_MS = 15_000;
export const ABNORMAL = 1006;

/** What a refused ticket says about the socket it was for. */
const TICKET_REFUSALS: { [code: string]: number } = {
  'auth/required': 4401,
  'role/forbidden': 4403,
  'room/unknown': 4404
};
const OVERLOADED = 1013;

export interface ILinkContext {
  readonly env: IEnvironment;
  readonly server: Server;
  readonly clock: ServerClock;
  /** Path of the socket below the API root, and the room its ticket is for (null: the lobby). */
  readonly path: string;
  readonly room: string | null;
}

export interface ILinkEnd {
  code: number;
  reason: string;
  welcomed: boolean;
  /** False when not even the ticket was given. */
  dialled: boolean;
}

export interface ILinkOwner {
  hello(): { epoch?: string };
  welcomed(welcome: IWelcome): void;
  frame(frame: DownFrame): void;
  bytes(frame: Uint8Array): void;
  measured(latencyMs: Millis): void;
  ended(end: ILinkEnd): void;
}

export class Link {
  private readonly pulse: Pulse;
  private socket: ISocket | null = null;
  private dialled = false;
  private welcomed = false;
  private over = false;
  private cancelDeadline: Cancel = () => undefined;

  constructor(
    private readonly context: ILinkContext,
    private readonly owner: ILinkOwner
  ) {
    this.pulse = new Pulse(context.env, context.clock, {
      ping: number => this.send({ ping: number }),
      measured: latencyMs => owner.measured(latencyMs),
      silent: () => this.end(ABNORMAL, 'no answer')
    });
  }

  async open(): Promise<void> {
    try {
      this.dial(await this.context.server.ticket(this.context.room));
    } catch (error) {
      this.end(ticketCode(error), error instanceof Error ? error.message : String(error));
    }
  }

  send(frame: UpFrame): void {
    this.socket?.send(JSON.stringify(frame));
  }

  sendBytes(frame: Uint8Array): void {
    this.socket?.send(frame);
  }

  /** Asks for a sign of life now: the machine may have slept. */
  probe(): void {
    if (this.welcomed) {
      this.pulse.beat();
    }
  }

  /** Drops the socket and reports it as lost. */
  abort(reason: string): void {
    this.end(ABNORMAL, reason);
  }

  /** Drops the socket without a report. */
  close(): void {
    this.over = true;
    this.release();
  }

  private dial(ticket: string): void {
    if (this.over) {
      return;
    }
    this.dialled = true;
    const { env, server, path } = this.context;
    this.cancelDeadline = env.after(WELCOME_WITHIN_MS, () => this.end(ABNORMAL, 'no welcome'));
    this.socket = env.openSocket(server.socketUrl(path), SUBPROTOCOL, {
      opened: () => this.send({ hello: { ticket, client: CLIENT_NAME, ...this.owner.hello() } }),
      text: text => this.receive(parseFrame(text)),
      bytes: frame => this.owner.bytes(frame),
      closed: (code, reason) => this.end(code, reason)
    });
  }

  private receive(frame: DownFrame): void {
    switch (frame.kind) {
      case 'welcome':
        this.welcomed = true;
        this.cancelDeadline();
        this.context.clock.observe(frame.welcome.now, 0);
        this.owner.welcomed(frame.welcome);
        this.pulse.beat();
        break;
      case 'pong':
        this.pulse.pong(frame.pong, frame.now);
        break;
      default:
        this.owner.frame(frame);
    }
  }

  private end(code: number, reason: string): void {
    if (this.over) {
      return;
    }
    this.close();
    this.owner.ended({ code, reason, welcomed: this.welcomed, dialled: this.dialled });
  }

  private release(): void {
    this.cancelDeadline();
    this.pulse.stop();
    this.socket?.close();
    this.socket = null;
  }
}

function ticketCode(error: unknown): number {
  return error instanceof Rejection ? (TICKET_REFUSALS[error.code] ?? OVERLOADED) : ABNORMAL;
}
