/**
 * Every message this page knows of a room, ascending by seq and without holes: pages that were loaded, messages that have
 * left the document's window, and the window. Knows where messages came from no more than that.
 */
import { keepIfSame } from './plain';
import type { IMessage, Seq } from './types';

/** Beyond what was paged in by hand; a page left open for weeks must not grow without bound. */
const MAX_KEPT = 5000;
const DROPPED_AT_ONCE = 1000;

export class Timeline {
  private items: IMessage[] = [];
  private seqs = new Map<string, Seq>();
  private view: readonly IMessage[] | null = null;
  private paged = 0;
  private older = false;
  private first: Seq = Infinity;

  /** Whether the room has messages before the oldest one here. */
  get hasOlder(): boolean {
    return this.older;
  }

  /** Seq of the oldest message of the window; Infinity when it is empty. */
  get windowFirst(): Seq {
    return this.first;
  }

  get oldest(): Seq {
    return this.items[0]?.seq ?? Infinity;
  }

  get newest(): Seq {
    return this.items.at(-1)?.seq ?? 0;
  }

  has(id: string): boolean {
    return this.seqs.has(id);
  }

  /** Index in `snapshot()`, or -1. */
  indexOf(id: string): number {
    const seq = this.seqs.get(id);
    return seq === undefined ? -1 : this.position(seq);
  }

  /** The same array until something changes. */
  snapshot(): readonly IMessage[] {
    return (this.view ??= this.items.slice());
  }

  /**
   * Takes a whole window as the newest part of the room. What is known from before it stays only if the two touch:
   * otherwise there may be a hole, and the list starts again from the window (PROTOCOL, Document).
   */
  setWindow(window: readonly IMessage[], older: boolean): void {
    const first = window[0]?.seq ?? Infinity;
    const kept = older && this.newest >= first ? this.items.slice(0, this.position(first)) : [];
    const known = new Map(this.items.map(message => [message.id, message]));
    this.first = first;
    this.replace([...kept, ...window.map(message => keepIfSame(known.get(message.id), message))]);
    if (kept.length === 0) {
      this.older = older;
      this.paged = 0;
    }
  }

  /** Takes one change of the window: messages added or replaced in it, and what it is now. */
  follow(touched: readonly IMessage[], window: readonly IMessage[], older: boolean): void {
    const first = window[0]?.seq ?? Infinity;
    const isTorn = this.newest < first || (!older && this.oldest < first);
    if (isTorn) {
      this.setWindow(window, older);
      return;
    }
    this.first = first;
    touched.forEach(message => this.put(message));
    this.shed();
  }

  /** Puts a page in front, unless the list changed its start since the page was asked for. */
  prepend(page: readonly IMessage[], before: Seq, hasMore: boolean): void {
    if (before !== this.oldest) {
      return;
    }
    this.items = [...page, ...this.items];
    page.forEach(({ id, seq }) => this.seqs.set(id, seq));
    this.paged += page.length;
    this.older = hasMore;
    this.view = null;
  }

  /** A newer version of a message, if it is one of ours. */
  amend(message: IMessage): void {
    const index = this.indexOf(message.id);
    if (index >= 0 && keepIfSame(this.items[index], message) === message) {
      this.items[index] = message;
      this.view = null;
    }
  }

  private replace(items: IMessage[]): void {
    const isSame = items.length === this.items.length && items.every((message, index) => message === this.items[index]);
    if (!isSame) {
      this.items = items;
      this.seqs = new Map(items.map(({ id, seq }) => [id, seq]));
      this.view = null;
    }
  }

  private put(message: IMessage): void {
    const index = message.seq > this.newest ? this.items.length : this.position(message.seq);
    const replaced = this.items[index]?.seq === message.seq ? 1 : 0;
    this.items.splice(index, replaced, message);
    this.seqs.set(message.id, message.seq);
    this.view = null;
  }

  private shed(): void {
    if (this.items.length <= MAX_KEPT + this.paged) {
      return;
    }
    this.items.splice(0, DROPPED_AT_ONCE).forEach(({ id }) => this.seqs.delete(id));
    this.paged = Math.max(0, this.paged - DROPPED_AT_ONCE);
    this.older = true;
  }

  /** Index of the first message at or after `seq`. */
  private position(seq: Seq): number {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.items[middle].seq < seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
