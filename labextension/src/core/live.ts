/**
 * Text of messages while they stream, and its overlay on the message list.
 * A delta that appends, which is nearly every one, costs its own length.
 */
import * as Y from 'yjs';
import { sameEntries } from './plain';
import type { IMessage } from './types';

type Shared = Y.AbstractType<unknown>;

export class LiveTexts {
  private texts = new Map<string, string>();

  attach(root: Y.Map<unknown>): void {
    this.texts = new Map();
    root.forEach((_, id) => this.read(root, id));
    root.observeDeep(events => events.forEach((event: Y.YEvent<Shared>) => this.apply(root, event)));
  }

  /** Message id to text so far. Live: read it, do not keep it. */
  get all(): ReadonlyMap<string, string> {
    return this.texts;
  }

  private apply(root: Y.Map<unknown>, event: Y.YEvent<Shared>): void {
    if (event instanceof Y.YTextEvent) {
      this.extend(String(event.path[0]), event);
    } else if (event instanceof Y.YMapEvent) {
      event.keysChanged.forEach((id: unknown) => this.read(root, String(id)));
    }
  }

  private read(root: Y.Map<unknown>, id: string): void {
    const text = root.get(id);
    if (text instanceof Y.Text) {
      this.texts.set(id, text.toJSON());
    } else {
      this.texts.delete(id);
    }
  }

  private extend(id: string, event: Y.YTextEvent): void {
    const before = this.texts.get(id) ?? '';
    const appended = appendedText(event, before.length);
    this.texts.set(id, appended === null ? event.target.toJSON() : before + appended);
  }
}

/** What was added at the end, or null when the change was anything else. */
function appendedText(event: Y.YTextEvent, length: number): string | null {
  const [first, second, ...more] = event.delta;
  const insert = length === 0 ? first : second;
  const atEnd = length === 0 ? second === undefined : first?.retain === length;
  return atEnd && more.length === 0 && typeof insert?.insert === 'string' ? insert.insert : null;
}

interface IShown {
  base: IMessage;
  view: IMessage;
}

/** Lays live text over the list; unchanged input gives the same array, unchanged messages the same objects. */
export class LiveOverlay {
  private input: readonly IMessage[] = [];
  private output: readonly IMessage[] = [];
  private shown = new Map<string, IShown>();

  apply(
    messages: readonly IMessage[],
    texts: ReadonlyMap<string, string>,
    indexOf: (id: string) => number
  ): readonly IMessage[] {
    const shown = new Map<string, IShown>();
    for (const [id, body] of texts) {
      const base = messages[indexOf(id)];
      if (base !== undefined) {
        shown.set(id, this.keep(id, base, body));
      }
    }
    if (messages !== this.input || !sameEntries(shown, this.shown)) {
      this.input = messages;
      this.shown = shown;
      this.output = shown.size === 0 ? messages : messages.map(message => shown.get(message.id)?.view ?? message);
    }
    return this.output;
  }

  private keep(id: string, base: IMessage, body: string): IShown {
    const old = this.shown.get(id);
    return old?.base === base && old.view.body === body ? old : { base, view: { ...base, body } };
  }
}
