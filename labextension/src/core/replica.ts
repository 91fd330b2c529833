/**
 * This client's copy of a room's document: one `Y.Doc` per epoch, read into immutable views as updates arrive.
 * Two epochs never meet in one document: that would double the content (PROTOCOL, Socket). Never writes.
 */
import * as Y from 'yjs';
import { RoomFacts } from './facts';
import { LiveTexts } from './live';
import { decodeSync, encodeStep1 } from './sync';
import type { IMessage } from './types';
import { MessageWindow } from './window';

export interface IReplicaChange {
  /** All of it may differ: first sync, or another epoch. */
  rebuilt: boolean;
  /** An answer to sync step 1, or the document of a new epoch, was applied: nothing is missing now. */
  synced: boolean;
  /** Messages added or replaced; empty for a change that is `rebuilt`. */
  touched: readonly IMessage[];
}

export class Replica {
  readonly window = new MessageWindow();
  readonly live = new LiveTexts();
  readonly facts = new RoomFacts();
  private doc = new Y.Doc();
  private held: string | null = null;
  /** Set while the next step 2 must go to an empty document. */
  private expected: string | null = null;

  constructor(private readonly changed: (change: IReplicaChange) => void) {}

  /** Epoch of the document held; null before the first sync. */
  get epoch(): string | null {
    return this.held;
  }

  /** The server's epoch by welcome or notice: if it is another one, the next step 2 starts afresh. */
  expect(epoch: string): void {
    this.expected = epoch === this.held ? null : epoch;
  }

  /** Sync step 1 for what is expected next: it has nothing yet when that is another epoch. */
  step1(): Uint8Array {
    return encodeStep1(this.expected === null ? this.doc : new Y.Doc());
  }

  /** Applies one binary frame. Throws when it cannot be applied; the replica must then be reset. */
  receive(bytes: Uint8Array): void {
    const frame = decodeSync(bytes);
    const rebuilt = this.expected !== null;
    if (frame === null || (rebuilt && frame.kind === 'update')) {
      return;
    }
    if (rebuilt) {
      this.startAfresh(frame.update);
    } else {
      applyFully(this.doc, frame.update);
    }
    this.changed({ rebuilt, synced: frame.kind === 'whole', touched: this.window.takeTouched() });
  }

  /** Forgets the document, keeps what was read from it until the next sync replaces that. */
  reset(): void {
    this.doc.destroy();
    this.doc = new Y.Doc();
    this.held = null;
    this.expected = null;
  }

  private startAfresh(update: Uint8Array): void {
    const fresh = new Y.Doc();
    applyFully(fresh, update);
    this.doc.destroy();
    this.doc = fresh;
    this.held = this.expected;
    this.expected = null;
    this.facts.attach(fresh);
    this.live.attach(fresh.getMap('live'));
    this.window.attach(fresh.getArray('messages'));
  }
}

/** An update that builds on something unseen is put aside by Yjs in silence; here it is a fault. */
function applyFully(doc: Y.Doc, update: Uint8Array): void {
  Y.applyUpdate(doc, update);
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
    throw new Error('an update of the room does not fit this copy of it');
  }
}
