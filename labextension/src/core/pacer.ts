/**
 * How fast commands may leave after the server asked for patience. A queue that is flushed at full speed into a rate
 * limit collects refusals, and fifty in a minute close the socket (4429). Pure: time comes in as an argument.
 */
import { backoffDelay } from './backoff';
import type { Millis } from './types';

const SHORTEST_MS = 200;
const LONGEST_MS = 30_000;
const SLOWER = 1.5;

export class Pacer {
  /** Zero: no limit is known. */
  private interval: Millis = 0;
  private openAt: Millis = 0;
  private failures = 0;
  /** A command left at the present pace and has no answer yet. */
  private isProbing = false;

  /** How many commands may be unanswered at once. */
  window(most: number): number {
    return this.interval > 0 ? 1 : most;
  }

  /** Milliseconds until the next command may leave. */
  wait(now: Millis): Millis {
    return Math.max(0, this.openAt - now);
  }

  sent(now: Millis): void {
    this.openAt = Math.max(this.openAt, now + this.interval);
    this.isProbing = this.interval > 0;
  }

  succeeded(): void {
    this.failures = 0;
    this.isProbing = false;
  }

  /** The queue is empty. */
  rested(): void {
    this.interval = 0;
  }

  /** Refused for its rate. Slower only if this pace itself was too fast: a burst is refused many times over at once. */
  limited(now: Millis, retryAfter: Millis): void {
    const pace = this.isProbing ? this.interval * SLOWER : this.interval;
    this.isProbing = false;
    this.interval = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, retryAfter, pace));
    this.openAt = now + Math.max(retryAfter, this.interval);
  }

  /** Not refused, but not done either: the server has trouble, or cannot be reached. */
  troubled(now: Millis, random: () => number): void {
    this.failures += 1;
    this.openAt = now + SHORTEST_MS + backoffDelay(this.failures, random);
  }
}
