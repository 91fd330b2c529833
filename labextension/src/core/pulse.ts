/**
 * Ping and pong of one socket: latency, the server's clock, and a verdict when nobody answers.
 * A half-open socket never closes by itself; without this a person would talk into the void.
 */
import type { ServerClock } from './clock';
import type { Cancel, IEnvironment } from './env';
import type { Millis } from './types';

const PING_EVERY_MS = 15_000;
const PONG_WITHIN_MS = 10_000;

export interface IPulseOwner {
  ping(number: number): void;
  measured(latencyMs: Millis): void;
  /** No answer in time: the socket is dead. */
  silent(): void;
}

export class Pulse {
  private number = 0;
  private sentAt: Millis | null = null;
  private cancel: Cancel = () => undefined;

  constructor(
    private readonly env: Pick<IEnvironment, 'now' | 'after'>,
    private readonly clock: ServerClock,
    private readonly owner: IPulseOwner
  ) {}

  /** Asks now, unless an answer is already awaited. */
  beat(): void {
    if (this.sentAt !== null) {
      return;
    }
    this.cancel();
    this.number += 1;
    this.sentAt = this.env.now();
    this.cancel = this.env.after(PONG_WITHIN_MS, () => this.owner.silent());
    this.owner.ping(this.number);
  }

  pong(number: number, serverNow: Millis): void {
    if (this.sentAt === null || number !== this.number) {
      return;
    }
    const latency = this.env.now() - this.sentAt;
    this.sentAt = null;
    this.cancel();
    this.cancel = this.env.after(PING_EVERY_MS, () => this.beat());
    this.clock.observe(serverNow, latency);
    this.owner.measured(latency);
  }

  stop(): void {
    this.cancel();
    this.sentAt = null;
  }
}
