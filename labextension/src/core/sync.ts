/**
 * Binary frames: y-protocols sync messages behind the type byte 0 that y-websocket and pycrdt share.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as sync from 'y-protocols/sync';
import type * as Y from 'yjs';

const SYNC_MESSAGE = 0;

export type SyncFrame = { kind: 'whole' | 'update'; update: Uint8Array };

/** Sync step 1: what this document already has. */
export function encodeStep1(doc: Y.Doc): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SYNC_MESSAGE);
  sync.writeSyncStep1(encoder, doc);
  return encoding.toUint8Array(encoder);
}

/** Step 2 (`whole`: everything the state vector lacked) or an update; null for any other message. */
export function decodeSync(frame: Uint8Array): SyncFrame | null {
  const decoder = decoding.createDecoder(frame);
  if (decoding.readVarUint(decoder) !== SYNC_MESSAGE) {
    return null;
  }
  switch (decoding.readVarUint(decoder)) {
    case sync.messageYjsSyncStep2:
      return { kind: 'whole', update: decoding.readVarUint8Array(decoder) };
    case sync.messageYjsUpdate:
      return { kind: 'update', update: decoding.readVarUint8Array(decoder) };
    default:
      return null;
  }
}
