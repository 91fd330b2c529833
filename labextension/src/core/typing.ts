/**
 * Tells the room that I type: at the first keystroke, then at most every 3 s while keys come, and once when they stop.
 */
import type { Cancel, IEnvironment } from './env';
import type { Millis } from './types';

const REPEAT_MS = 3000;
const IDLE_MS = 3000;

export class Typing {
  private saidAt: Millis | null = null;
  private cancelIdle: Cancel = () => undefined;

  constructor(
    private readonly env: Pick<IEnvironment, 'now' | 'after'>,
    private readonly say: (typing: boolean) => void
  ) {}

  set(typing: boolean): void {
    this.cancelIdle();
    if (!typing) {
      this.stop();
      return;
    }
    this.cancelIdle = this.env.after(IDLE_MS, () => this.stop());
    const now = this.env.now();
    if (this.saidAt === null || now - this.saidAt >= REPEAT_MS) {
      this.saidAt = now;
      this.say(true);
    }
  }

  /** A new session knows nothing of the old one's typing: the next keystroke says it again. */
  forget(): void {
    this.cancelIdle();
    this.saidAt = null;
  }

  private stop(): void {
    if (this.saidAt !== null) {
      this.saidAt = null;
      this.say(false);
    }
  }
}
