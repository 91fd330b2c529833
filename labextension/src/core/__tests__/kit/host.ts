/**
 * The server's side of one room: a real Yjs document that answers y-protocols messages through fake sockets.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';
import type { FakeSocket, World } from './world';

const ROOM = {
  id: 'r1',
  name: 'Room',
  topic: '',
  visibility: 'listed',
  owner: 'user:ann',
  collaboration: true,
  policy: {
    consensus: 'majority',
    prompts: 'queue',
    answers: 'addressed',
    join_role: 'collaborator',
    absent_after: 120
  },
  created_at: 1
};
export const CAN = ['post_message', 'mark_read', 'edit_message'];

export interface IRawMessage {
  id: string;
  seq: number;
  author: string;
  body: string;
  at: number;
  [field: string]: unknown;
}

export function rawMessage(seq: number, fields: Partial<IRawMessage> = {}): IRawMessage {
  return {
    id: `message-${String(seq).padStart(4, '0')}`,
    seq,
    author: 'user:bob',
    body: `text ${seq}`,
    at: seq,
    ...fields
  };
}

function framed(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

export class Host {
  doc = new Y.Doc();
  epoch = 'E1';
  sessions = 0;
  /** Updates that were made and not delivered. */
  private pending: Uint8Array[] = [];

  constructor(count = 0) {
    this.follow();
    this.doc.transact(() => {
      this.setRoom({ ...ROOM, epoch: this.epoch, first_seq: count ? 1 : 0, older: false });
      this.doc
        .getMap('members')
        .set('user:ann', { name: 'Ann', handle: 'ann', kind: 'user', role: 'owner', joined_at: 1 });
      this.push(...Array.from({ length: count }, (_, index) => rawMessage(index + 1)));
    });
    this.pending = [];
  }

  get messages(): Y.Array<IRawMessage> {
    return this.doc.getArray<IRawMessage>('messages');
  }

  push(...messages: IRawMessage[]): void {
    this.messages.push(messages);
  }

  replace(seq: number, fields: Partial<IRawMessage>): void {
    const index = this.messages.toArray().findIndex(message => message.seq === seq);
    const message = { ...this.messages.get(index), ...fields };
    this.doc.transact(() => {
      this.messages.delete(index);
      this.messages.insert(index, [message]);
    });
  }

  /** The oldest leave the window. */
  trim(count: number): void {
    this.doc.transact(() => {
      this.messages.delete(0, count);
      this.setRoom({ first_seq: this.messages.get(0).seq, older: true });
    });
  }

  setRoom(fields: object): void {
    Object.entries(fields).forEach(([key, value]) => this.doc.getMap('room').set(key, value));
  }

  /** The same content under a new epoch, as after a restart: other Yjs ids for all of it. */
  rebuild(epoch: string): void {
    const old = this.doc;
    this.doc = new Y.Doc();
    this.epoch = epoch;
    this.follow();
    this.doc.transact(() => {
      ['room', 'members', 'polls', 'ballots', 'agents', 'turns', 'receipts'].forEach(root =>
        old.getMap(root).forEach((value, key) => this.doc.getMap(root).set(key, value))
      );
      this.setRoom({ epoch });
      this.push(...old.getArray<IRawMessage>('messages').toArray());
    });
    this.pending = [];
  }

  whole(): Uint8Array {
    return framed(encoder => sync.writeSyncStep2(encoder, this.doc));
  }

  /** Sends what was written since the last time, one frame for each transaction. */
  deliver(socket: FakeSocket): void {
    this.takeUpdates().forEach(update => socket.bytes(update));
  }

  takeUpdates(): Uint8Array[] {
    const updates = this.pending.map(update => framed(encoder => sync.writeUpdate(encoder, update)));
    this.pending = [];
    return updates;
  }

  /** Answers the hello on `socket`. */
  greet(socket: FakeSocket, fields: object = {}): void {
    this.sessions += 1;
    const welcome = {
      session: `s${this.sessions}`,
      me: 'user:ann',
      room: 'r1',
      epoch: this.epoch,
      can: CAN,
      now: 2_000_000
    };
    socket.text({ welcome: { ...welcome, ...fields } });
    socket.text({ presence: { 'user:ann': { online: true, typing: false } } });
  }

  /** Answers the sync step 1 that the client sent last; returns the number of bytes of the document in the answer. */
  answerSync(socket: FakeSocket): number {
    const step1 = socket.binaries[socket.binaries.length - 1];
    const decoder = decoding.createDecoder(step1);
    decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    const vector = decoding.readVarUint8Array(decoder);
    const hello = socket.up('hello')[0].hello;
    const known = hello.epoch === this.epoch;
    this.pending = [];
    const frame = known ? framed(encoder => sync.writeSyncStep2(encoder, this.doc, vector)) : this.whole();
    socket.bytes(frame);
    return frame.length;
  }

  private follow(): void {
    this.doc.on('update', (update: Uint8Array) => this.pending.push(update));
  }
}

/** From nothing to a synced session on the newest socket. */
export async function connect(world: World, host: Host): Promise<FakeSocket> {
  await world.settle();
  const { socket } = world;
  socket.open();
  host.greet(socket);
  host.answerSync(socket);
  await world.settle();
  return socket;
}
