/**
 * An immutable copy of a map of plain values, kept up to date key by key: from a Yjs map, or from what REST says.
 */
import type * as Y from 'yjs';
import { keepIfSame } from './plain';

export class MapMirror<T> {
  private values = new Map<string, T>();
  private view: ReadonlyMap<string, T> | null = null;

  constructor(private readonly decode: (raw: unknown, key: string) => T) {}

  /** Follows `root` from now on. */
  attach(root: Y.Map<unknown>): void {
    this.assign(new Map(root.entries()));
    root.observe(event => event.keysChanged.forEach(key => this.refresh(root, String(key))));
  }

  /** Becomes `entries`; values that say the same as before keep their identity. */
  assign(entries: ReadonlyMap<string, unknown>): void {
    [...this.values.keys()].filter(key => !entries.has(key)).forEach(key => this.remove(key));
    entries.forEach((raw, key) => this.put(key, raw));
  }

  /** The same object until something changes. */
  snapshot(): ReadonlyMap<string, T> {
    return (this.view ??= new Map(this.values));
  }

  private refresh(root: Y.Map<unknown>, key: string): void {
    if (root.has(key)) {
      this.put(key, root.get(key));
    } else {
      this.remove(key);
    }
  }

  private put(key: string, raw: unknown): void {
    const old = this.values.get(key);
    const fresh = keepIfSame(old, this.decode(raw, key));
    if (fresh !== old) {
      this.values.set(key, fresh);
      this.view = null;
    }
  }

  private remove(key: string): void {
    this.values.delete(key);
    this.view = null;
  }
}
