/**
 * The document's newest messages, followed by deltas: an update costs its change, not the window.
 * Knows nothing of older pages (`timeline.ts`) nor of streaming text (`live.ts`).
 */
import type * as Y from 'yjs';
import { decodeMessage } from './decode';
import type { IMessage } from './types';

export class MessageWindow {
  private messages: IMessage[] = [];
  private touched: IMessage[] = [];

  /** Follows `root` from now on; everything in it counts as touched. */
  attach(root: Y.Array<unknown>): void {
    this.messages = root.toArray().map(decodeMessage);
    this.touched = [];
    root.observe(event => this.apply(event.delta));
  }

  get all(): readonly IMessage[] {
    return this.messages;
  }

  /** Messages added or replaced since the last call. */
  takeTouched(): IMessage[] {
    const touched = this.touched;
    this.touched = [];
    return touched;
  }

  private apply(delta: Y.YArrayEvent<unknown>['delta']): void {
    let index = 0;
    for (const { retain = 0, delete: removed = 0, insert } of delta) {
      index += retain;
      const added = Array.isArray(insert) ? insert.map(decodeMessage) : [];
      this.messages.splice(index, removed, ...added);
      index += added.length;
      this.touched.push(...added);
    }
  }
}
