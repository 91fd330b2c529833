/**
 * How far I have read: only forward, at most one command per second, at most one under way.
 */
import type { Cancel, IEnvironment } from './env';
import { Rejection } from './rejection';
import type { Seq } from './types';

const COALESCE_MS = 1000;

export class Reads {
  private wanted: Seq = 0;
  private told: Seq = 0;
  private isBusy = false;
  private cancel: Cancel = () => undefined;

  constructor(
    private readonly env: Pick<IEnvironment, 'after'>,
    private readonly tell: (seq: Seq) => Promise<unknown>
  ) {}

  mark(seq: Seq): void {
    this.wanted = Math.max(this.wanted, seq);
    this.plan();
  }

  /** The server knows already, from another tab or an earlier visit. */
  known(seq: Seq): void {
    this.told = Math.max(this.told, seq);
  }

  /** The room is closed here: what was read until now is told at once, or it would be unread in the list. */
  dispose(): void {
    this.cancel();
    this.isBusy = true;
    if (this.wanted > this.told) {
      void this.tell(this.wanted).catch(ignoreRejection);
    }
  }

  private plan(): void {
    if (!this.isBusy && this.wanted > this.told) {
      this.isBusy = true;
      this.cancel = this.env.after(COALESCE_MS, () => void this.flush());
    }
  }

  private async flush(): Promise<void> {
    const seq = this.wanted;
    if (seq > this.told) {
      this.told = seq;
      await this.tell(seq).catch(ignoreRejection);
    }
    this.isBusy = false;
    this.plan();
  }
}

/** A read position that is refused is nobody's concern: the next one tries again. */
function ignoreRejection(error: unknown): void {
  if (!(error instanceof Rejection)) {
    throw error;
  }
}
