import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { IRoomView } from '../api';
import { RoomClient } from '../room';
import { Server } from '../server';
import { connect, Host, rawMessage } from './kit/host';
import { BASE, type FakeSocket, World } from './kit/world';

let world: World;
let host: Host;
let room: RoomClient;
let socket: FakeSocket;

beforeEach(async () => {
  world = new World();
  host = new Host(3);
  room = new RoomClient('r1', new Server({ baseUrl: BASE }, world), world);
  socket = await connect(world, host);
});

const seqs = (view: IRoomView = room.getView()): number[] => view.messages.map(message => message.seq);

async function reconnect(): Promise<FakeSocket> {
  world.socket.drop(1006);
  await world.advance(500);
  world.socket.open();
  return world.socket;
}

describe('the first sync', () => {
  it('shows the room with the defaults of absent fields', () => {
    const view = room.getView();
    expect(view.me).toBe('user:ann');
    expect(view.can.has('post_message')).toBe(true);
    expect(view.room).toMatchObject({ id: 'r1', name: 'Room', scope: null, older: false });
    expect(view.members.get('user:ann')?.role).toBe('owner');
    expect(view.messages[0]).toEqual({ ...rawMessage(1), kind: 'text', status: 'complete', mentions: [] });
  });

  it('reads integers that come as floats or as BigInt', () => {
    host.push(rawMessage(4, { seq: 4.0, at: 7n as unknown as number, usage: { input_tokens: 12n } }));
    host.deliver(socket);
    expect(room.getView().messages[3]).toMatchObject({ seq: 4, at: 7, usage: { input_tokens: 12 } });
  });
});

describe('updates', () => {
  it('keep the identity of what did not change', () => {
    const before = room.getView();
    host.push(rawMessage(4));
    host.deliver(socket);
    const after = room.getView();
    expect(seqs()).toEqual([1, 2, 3, 4]);
    expect(after).not.toBe(before);
    expect(after.members).toBe(before.members);
    expect(after.polls).toBe(before.polls);
    expect(after.messages.slice(0, 3)).toEqual(before.messages);
    before.messages.forEach((message, index) => expect(after.messages[index]).toBe(message));
  });

  it('replace an edited message in place', () => {
    host.replace(2, { body: 'better', edited_at: 9 });
    host.deliver(socket);
    expect(room.getView().messages.map(message => message.body)).toEqual(['text 1', 'better', 'text 3']);
  });

  it('tell listeners once for many of them, and not at all for none', () => {
    world.paint();
    let calls = 0;
    room.subscribe(() => (calls += 1));
    [4, 5, 6].forEach(seq => host.push(rawMessage(seq)));
    host.deliver(socket);
    world.paint();
    expect(calls).toBe(1);
    expect(seqs()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(world.paint()).toBe(0);
    expect(room.getView()).toBe(room.getView());
  });

  it('group ballots by poll, and leave other polls alone', () => {
    const poll = { subject: 'plain', title: 'T', policy: 'majority', by: 'user:ann', opened_at: 1 };
    host.doc.transact(() => {
      host.doc.getMap('polls').set('pollpoll2', { ...poll, seq: 9 });
      host.doc.getMap('polls').set('pollpoll1', { ...poll, seq: 5 });
    });
    host.deliver(socket);
    const before = room.getView().polls;
    host.doc.getMap('ballots').set('pollpoll2 user:a b', { ballot_id: 'b1', choice: 'yes', at: 3 });
    host.deliver(socket);
    const after = room.getView().polls;
    expect(after.map(each => each.id)).toEqual(['pollpoll1', 'pollpoll2']);
    expect(after[0]).toBe(before[0]);
    expect([...after[1].ballots]).toEqual([['user:a b', { ballot_id: 'b1', choice: 'yes', at: 3 }]]);
    expect(after[0]).toMatchObject({ state: 'open', options: [], seats: [], detail: '' });
  });
});

describe('streaming text', () => {
  const text = (): Y.Text => host.doc.getMap('live').get('streamed') as Y.Text;

  beforeEach(() => {
    host.doc.transact(() => {
      host.push(rawMessage(4, { id: 'streamed', author: 'agent:script', body: '', status: 'streaming' }));
      host.doc.getMap('live').set('streamed', new Y.Text());
    });
    host.deliver(socket);
  });

  it('is the body of its message while it grows', () => {
    const before = room.getView().messages;
    for (const part of ['Hé', 'llo', ' 🎈']) {
      text().insert(text().length, part);
      host.deliver(socket);
    }
    const after = room.getView().messages;
    expect(after[3].body).toBe('Héllo 🎈');
    expect(after[0]).toBe(before[0]);
    expect(after[3].status).toBe('streaming');
  });

  it('may change anywhere', () => {
    text().insert(0, 'world');
    host.deliver(socket);
    text().insert(0, 'hello ');
    host.deliver(socket);
    text().delete(0, 1);
    host.deliver(socket);
    expect(room.getView().messages[3].body).toBe('ello world');
  });

  it('gives way to the finished message without a flash', () => {
    text().insert(0, 'partial');
    host.doc.transact(() => {
      host.doc.getMap('live').delete('streamed');
      host.replace(4, { body: 'partial and whole', status: 'complete' });
    });
    host.deliver(socket);
    expect(room.getView().messages[3]).toMatchObject({ body: 'partial and whole', status: 'complete' });
  });

  it('is there at once for who joins late', async () => {
    text().insert(0, 'so far');
    const late = new RoomClient('r1', new Server({ baseUrl: BASE }, world), world);
    await connect(world, host);
    expect(late.getView().messages[3].body).toBe('so far');
  });
});

describe('coming back', () => {
  it('resumes the epoch with its state vector and fetches only the difference', async () => {
    host.push(...Array.from({ length: 100 }, (_, index) => rawMessage(index + 4)));
    host.deliver(socket);
    const before = room.getView().messages;
    const again = await reconnect();
    expect(again.up('hello')[0].hello.epoch).toBe('E1');
    host.push(rawMessage(104));
    host.greet(again);
    const bytes = host.answerSync(again);
    expect(bytes).toBeLessThan(200);
    expect(seqs()).toHaveLength(104);
    expect(room.getView().messages[0]).toBe(before[0]);
    expect(again.binaries).toHaveLength(1);
  });

  it('keeps showing the old copy until the new one is there', async () => {
    const again = await reconnect();
    host.rebuild('E2');
    host.greet(again);
    expect(seqs()).toEqual([1, 2, 3]);
  });

  it('takes another epoch into an empty document: nothing doubles, identity stays', async () => {
    const before = room.getView();
    const again = await reconnect();
    host.push(rawMessage(4));
    host.rebuild('E2');
    host.greet(again);
    host.answerSync(again);
    const after = room.getView();
    expect(seqs(after)).toEqual([1, 2, 3, 4]);
    expect(after.messages[1]).toBe(before.messages[1]);
    expect(after.members).toBe(before.members);
    host.push(rawMessage(5));
    host.deliver(again);
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  it('takes a rebuild in the middle of a session the same way', () => {
    host.rebuild('E2');
    socket.text({ notice: { type: 'epoch', epoch: 'E2' } });
    socket.bytes(host.whole());
    expect(seqs()).toEqual([1, 2, 3]);
    host.push(rawMessage(4));
    host.deliver(socket);
    expect(seqs()).toEqual([1, 2, 3, 4]);
  });

  it('ignores an update of the old epoch once another is announced', () => {
    host.push(rawMessage(4));
    const late = host.takeUpdates();
    host.rebuild('E2');
    socket.text({ notice: { type: 'epoch', epoch: 'E2' } });
    late.forEach(update => socket.bytes(update));
    expect(seqs()).toEqual([1, 2, 3]);
    socket.bytes(host.whole());
    expect(seqs()).toEqual([1, 2, 3, 4]);
  });

  it('fetches everything anew, loudly, when an update does not fit', async () => {
    host.push(rawMessage(4));
    host.takeUpdates();
    host.push(rawMessage(5));
    host.deliver(socket);
    expect(world.reports).toHaveLength(1);
    expect(room.getView().connection.kind).toBe('reconnecting');
    await world.advance(500);
    world.socket.open();
    expect(world.socket.up('hello')[0].hello.epoch).toBeUndefined();
    host.greet(world.socket);
    host.answerSync(world.socket);
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('presence', () => {
  it('begins complete with each session, then changes', async () => {
    socket.text({ presence: { 'user:bob': { online: true, typing: true } } });
    expect([...room.getView().presence.keys()]).toEqual(['user:ann', 'user:bob']);
    socket.text({ presence: { 'user:ann': null } });
    expect([...room.getView().presence]).toEqual([['user:bob', { online: true, typing: true }]]);
    const again = await reconnect();
    expect(room.getView().presence.get('user:bob')?.typing).toBe(false);
    host.greet(again);
    expect([...room.getView().presence.keys()]).toEqual(['user:ann']);
  });
});

describe('notices', () => {
  it('change what I may', () => {
    socket.text({ notice: { type: 'can', can: ['mark_read'] } });
    expect([...room.getView().can]).toEqual(['mark_read']);
  });

  it.each([
    ['removed', 4403, 'You left this room.'],
    ['room_closed', 4404, 'This room was deleted by its owner.']
  ])('say that it is over: %s', (type, code, sentence) => {
    socket.text({ notice: { type, message: sentence } });
    socket.drop(code);
    expect(room.getView()).toMatchObject({ closed: sentence, connection: { kind: 'refused', code } });
  });

  it('and shapes of a later protocol are ignored', () => {
    const before = room.getView();
    socket.text({ notice: { type: 'confetti' } });
    socket.text({ weather: 'fine' });
    expect(room.getView()).toBe(before);
  });
});
