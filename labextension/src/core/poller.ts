/**
 * A steady poll while no socket opens: asks, waits two seconds, asks again; never two questions at once.
 */
import type { Cancel, IEnvironment } from './env';
import { Rejection, Unreachable } from './rejection';

const POLL_EVERY_MS = 2000;

export class Poller {
  /** Outdates an answer that arrives after `stop`; zero while stopped. */
  private run = 0;
  private runs = 0;
  private cancel: Cancel = () => undefined;

  /**
   * Args:
   *   ask: Fetches; its result is a function that takes the answer in, called unless the poller was stopped meanwhile.
   *   refused: The server does not let me read this any more.
   */
  constructor(
    private readonly env: Pick<IEnvironment, 'after'>,
    private readonly ask: () => Promise<() => void>,
    private readonly refused: (rejection: Rejection) => void
  ) {}

  start(): void {
    if (this.run === 0) {
      this.run = ++this.runs;
      void this.poll(this.run);
    }
  }

  stop(): void {
    this.run = 0;
    this.cancel();
  }

  private async poll(run: number): Promise<void> {
    const outcome = await this.ask().catch((error: unknown) => known(error));
    if (run !== this.run) {
      return;
    }
    if (typeof outcome === 'function') {
      outcome();
    } else if (outcome instanceof Rejection && outcome.code !== 'rate/limited') {
      this.refused(outcome);
      return;
    }
    this.cancel = this.env.after(POLL_EVERY_MS, () => void this.poll(run));
  }
}

/** Refusals and silence are answers; anything else is a bug and stays loud. */
function known(error: unknown): Rejection | Unreachable {
  if (error instanceof Rejection || error instanceof Unreachable) {
    return error;
  }
  throw error;
}
