/**
 * The server's clock as seen from here: deadlines and "since" are its times, not this machine's.
 */
import type { IEnvironment } from './env';
import type { Millis } from './types';

export class ServerClock {
  private offset: Millis = 0;

  constructor(private readonly env: Pick<IEnvironment, 'now'>) {}

  /** The server said `serverNow` at some moment of the last `roundTrip` milliseconds. */
  observe(serverNow: Millis, roundTrip: Millis): void {
    this.offset = Math.round(serverNow + roundTrip / 2 - this.env.now());
  }

  now(): Millis {
    return this.env.now() + this.offset;
  }
}
