/**
 * What the core needs of the world: time, chance, the network. Everything else in the core is deterministic.
 * Owns interfaces only; `browser.ts` has the real ones, tests bring their own.
 */
import type { Millis } from './types';

/** Takes back what was asked for; harmless when it already happened. */
export type Cancel = () => void;

export interface ISocketEvents {
  opened(): void;
  text(frame: string): void;
  bytes(frame: Uint8Array): void;
  /** Exactly once, also when the socket never opened (1006). Not after `ISocket.close`. */
  closed(code: number, reason: string): void;
}

export interface ISocket {
  send(frame: string | Uint8Array): void;
  /** Closes without a further event. */
  close(): void;
}

export interface IEnvironment {
  now(): Millis;
  /** Uniform in [0, 1). */
  random(): number;
  /** A fresh id, 8 to 64 characters of `A-Za-z0-9_-`. */
  mintId(): string;
  after(delay: Millis, run: () => void): Cancel;
  /** Runs once before the next paint: many changes of one task become one call. */
  soon(run: () => void): void;
  fetch(url: string, init: RequestInit): Promise<Response>;
  openSocket(url: string, protocol: string, events: ISocketEvents): ISocket;
  cookie(name: string): string | null;
  /** Calls back when the network returns or the page wakes up. */
  onWake(run: () => void): Cancel;
  /** A fault that no person can act on; loud, for developers. */
  report(what: string, error: unknown): void;
}
