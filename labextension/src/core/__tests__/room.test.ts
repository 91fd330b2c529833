import { beforeEach, describe, expect, it } from 'vitest';
import { RoomClient } from '../room';
import { Server } from '../server';
import { connect, Host } from './kit/host';
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

const typed = (on = world.socket): (boolean | undefined)[] => on.up('presence').map(({ presence }) => presence.typing);
const marks = (on = world.socket): unknown[] =>
  on.up('command').map(({ command }) => (command.type === 'mark_read' ? command.seq : command.type));

describe('typing in a room', () => {
  it('is told, and ends with the post', () => {
    room.setTyping(true);
    void room.post('done');
    expect(typed()).toEqual([true, false]);
  });

  it('is not told by who may not post', () => {
    socket.text({ notice: { type: 'can', can: ['mark_read'] } });
    room.setTyping(true);
    expect(typed()).toEqual([]);
  });

  it('is told anew after a cut, not before', async () => {
    room.setTyping(true);
    socket.drop(1006);
    room.setTyping(true);
    await world.advance(500);
    await connect(world, host);
    expect(typed()).toEqual([]);
    room.setTyping(true);
    expect(typed()).toEqual([true]);
  });
});

describe('reading in a room', () => {
  it('is told as a command', async () => {
    room.markRead(2);
    room.markRead(3);
    await world.advance(1000);
    expect(marks()).toEqual([3]);
  });

  it('is not told again when the room knows it', async () => {
    host.doc.getMap('receipts').set('user:ann', 3);
    host.deliver(socket);
    room.markRead(3);
    await world.advance(1000);
    expect(marks()).toEqual([]);
  });

  it('that a cut swallowed is told after it', async () => {
    room.markRead(3);
    await world.advance(1000);
    socket.drop(1006);
    await world.advance(1000);
    await connect(world, host);
    expect(marks()).toEqual([3]);
  });
});
