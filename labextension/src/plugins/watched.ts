/** A value that tells when it was replaced, in the shape `useSyncExternalStore` wants. */
export class Watched<T> {
  private readonly listeners = new Set<() => void>();

  constructor(private value: T) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly get = (): T => this.value;

  set(value: T): void {
    this.value = value;
    this.listeners.forEach(listener => listener());
  }
}
