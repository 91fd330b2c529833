/**
 * Listeners of a view, told once per batch of changes.
 */
import type { Cancel, IEnvironment } from './env';

export class Signal {
  private readonly listeners = new Set<() => void>();
  private scheduled = false;

  constructor(private readonly env: Pick<IEnvironment, 'soon'>) {}

  subscribe(listener: () => void): Cancel {
    // Wrapped: the same function subscribed twice is two subscriptions.
    const own = (): void => listener();
    this.listeners.add(own);
    return () => this.listeners.delete(own);
  }

  emit(): void {
    if (!this.scheduled) {
      this.scheduled = true;
      this.env.soon(() => {
        this.scheduled = false;
        [...this.listeners].forEach(listener => listener());
      });
    }
  }

  clear(): void {
    this.listeners.clear();
  }
}
