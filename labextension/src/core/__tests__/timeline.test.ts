import { beforeEach, describe, expect, it } from 'vitest';
import { RoomClient } from '../room';
import { Server } from '../server';
import { connect, Host, type IRawMessage, rawMessage } from './kit/host';
import { BASE, type IRequest, World } from './kit/world';

let world: World;
let host: Host;
let room: RoomClient;
/** All of the room, as REST knows it. */
let archive: IRawMessage[];

const PAGE = 'GET rooms/r1/messages';
const seqs = (): number[] => room.getView().messages.map(message => message.seq);
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const pagesAsked = (): string[] =>
  world.requests.filter(({ path }) => path.endsWith('/messages')).map(({ query }) => String(query));

function page({ query }: IRequest): { body: object } {
  const before = Number(query.get('before') ?? Infinity);
  const limit = Number(query.get('limit') ?? 50);
  const found = archive.filter(message => message.seq < before);
  const messages = found.slice(-limit);
  return { body: { messages, has_more: found.length > messages.length, names: { 'user:gone': 'Gone' } } };
}

/** A room of 100 messages of which the newest `window` are in the document. */
async function open(window: number): Promise<void> {
  world = new World();
  world.routes[PAGE] = page;
  archive = range(1, 100).map(seq => rawMessage(seq));
  host = new Host(100);
  if (window < 100) {
    host.trim(100 - window);
  }
  room = new RoomClient('r1', new Server({ baseUrl: BASE }, world), world);
  await connect(world, host);
}

async function resume(): Promise<void> {
  world.socket.drop(1006);
  await world.advance(500);
  await connect(world, host);
}

function write(...messages: IRawMessage[]): void {
  archive.push(...messages);
  host.push(...messages);
}

beforeEach(() => open(20));

describe('paging upward', () => {
  it('loads pages of fifty until the first message', async () => {
    expect(room.getView().hasOlder).toBe(true);
    const first = room.loadOlder();
    expect(room.getView().loadingOlder).toBe(true);
    await first;
    expect(room.getView()).toMatchObject({ loadingOlder: false, hasOlder: true });
    expect(seqs()).toEqual(range(31, 100));
    await room.loadOlder();
    expect(seqs()).toEqual(range(1, 100));
    expect(room.getView().hasOlder).toBe(false);
    await room.loadOlder();
    expect(pagesAsked()).toEqual(['before=81&limit=50', 'before=31&limit=50']);
    expect(room.getView().names.get('user:gone')).toBe('Gone');
  });

  it('asks once at a time', async () => {
    await Promise.all([room.loadOlder(), room.loadOlder()]);
    expect(pagesAsked()).toHaveLength(1);
  });

  it('may fail, and then waits a little before it asks again', async () => {
    world.routes[PAGE] = () => 'unreachable';
    await room.loadOlder();
    expect(room.getView()).toMatchObject({ loadingOlder: false, hasOlder: true });
    world.routes[PAGE] = page;
    await room.loadOlder();
    expect(pagesAsked()).toHaveLength(1);
    await world.advance(2000);
    await room.loadOlder();
    expect(seqs()).toEqual(range(31, 100));
  });

  it('has nothing to do in a room that is all there', async () => {
    await open(100);
    expect(room.getView().hasOlder).toBe(false);
    await room.loadOlder();
    expect(pagesAsked()).toEqual([]);
  });
});

describe('the window', () => {
  it('lets messages go, the list does not', () => {
    write(rawMessage(101));
    host.trim(10);
    host.deliver(world.socket);
    expect(seqs()).toEqual(range(81, 101));
    expect(room.getView().hasOlder).toBe(true);
  });

  it('lets messages go in a room that was all there: there is still nothing older', async () => {
    await open(100);
    host.trim(30);
    host.deliver(world.socket);
    expect(seqs()).toEqual(range(1, 100));
    expect(room.getView().hasOlder).toBe(false);
  });

  it('keeps the list after a cut that it still touches', async () => {
    world.socket.drop(1006);
    write(rawMessage(101), rawMessage(102));
    host.trim(19);
    await world.advance(500);
    await connect(world, host);
    expect(seqs()).toEqual(range(81, 102));
  });

  it('that has moved past the newest known message starts the list anew', async () => {
    await room.loadOlder();
    world.socket.drop(1006);
    write(...range(101, 130).map(seq => rawMessage(seq)));
    host.trim(40);
    await world.advance(500);
    await connect(world, host);
    expect(seqs()).toEqual(range(121, 130));
    expect(room.getView().hasOlder).toBe(true);
    await room.loadOlder();
    expect(seqs()).toEqual(range(71, 130));
  });

  it('does the same when a slow session is brought up by one diff', () => {
    host.doc.transact(() => {
      write(...range(101, 130).map(seq => rawMessage(seq)));
      host.trim(40);
    });
    host.deliver(world.socket);
    expect(seqs()).toEqual(range(121, 130));
  });

  it('of a rebuilt room keeps what was paged in', async () => {
    await room.loadOlder();
    host.rebuild('E2');
    world.socket.text({ notice: { type: 'epoch', epoch: 'E2' } });
    world.socket.bytes(host.whole());
    await world.settle();
    expect(seqs()).toEqual(range(31, 100));
  });

  it('that is empty in a room without older messages empties the list', () => {
    host.doc.transact(() => {
      host.messages.delete(0, 20);
      host.setRoom({ first_seq: 0, older: false });
    });
    host.deliver(world.socket);
    expect(room.getView()).toMatchObject({ messages: [], hasOlder: false });
  });

  it('does not take a page that was asked for before the list started anew', async () => {
    const loading = room.loadOlder();
    host.doc.transact(() => {
      write(...range(101, 130).map(seq => rawMessage(seq)));
      host.trim(40);
    });
    host.deliver(world.socket);
    await loading;
    expect(seqs()).toEqual(range(121, 130));
  });

  it('may grow by thousands without keeping them all', async () => {
    await open(100);
    for (let batch = 0; batch < 60; batch++) {
      write(...range(101 + batch * 100, 200 + batch * 100).map(seq => rawMessage(seq)));
      host.trim(100);
      host.deliver(world.socket);
    }
    expect(seqs().length).toBeLessThanOrEqual(5000);
    expect(seqs()).toEqual(range(seqs()[0], 6100));
    expect(room.getView().hasOlder).toBe(true);
  });
});

describe('changes outside the window', () => {
  beforeEach(() => room.loadOlder());

  it('come as notices', () => {
    const before = room.getView().messages;
    world.socket.text({ notice: { type: 'message', message: rawMessage(40, { body: '', status: 'redacted' }) } });
    const after = room.getView().messages;
    expect(after[9]).toMatchObject({ seq: 40, status: 'redacted', body: '' });
    expect(after[8]).toBe(before[8]);
    world.socket.text({ notice: { type: 'message', message: rawMessage(7, { body: 'not loaded' }) } });
    expect(seqs()).toEqual(range(31, 100));
  });

  it.each(['a cut', 'missed', 'an epoch'])('are fetched again after %s', async what => {
    archive[59] = rawMessage(60, { body: 'edited meanwhile' });
    const before = room.getView().messages;
    if (what === 'a cut') {
      await resume();
    } else if (what === 'missed') {
      world.socket.text({ notice: { type: 'missed' } });
    } else {
      host.rebuild('E2');
      world.socket.text({ notice: { type: 'epoch', epoch: 'E2' } });
      world.socket.bytes(host.whole());
    }
    await world.settle();
    const after = room.getView().messages;
    expect(pagesAsked()).toEqual(['before=81&limit=50', 'before=81&limit=200']);
    expect(after[29].body).toBe('edited meanwhile');
    expect(after[28]).toBe(before[28]);
    expect(seqs()).toEqual(range(31, 100));
  });

  it('are fetched until it works', async () => {
    archive[59] = rawMessage(60, { body: 'edited meanwhile' });
    world.routes[PAGE] = () => ({ status: 502 });
    world.socket.text({ notice: { type: 'missed' } });
    await world.settle();
    world.routes[PAGE] = page;
    await world.advance(2000);
    expect(room.getView().messages[29].body).toBe('edited meanwhile');
  });
});
