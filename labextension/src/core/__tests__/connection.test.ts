import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionState } from '../api';
import { backoffCeiling, backoffDelay, isTerminal } from '../backoff';
import { RoomClient } from '../room';
import { Server } from '../server';
import { connect, Host } from './kit/host';
import { type Answer, BASE, World } from './kit/world';

let world: World;
let host: Host;
let room: RoomClient;

function open(ticket: Answer = { body: { ticket: 't1' } }): void {
  world = new World();
  world.routes['POST ticket'] = () => ticket;
  room = new RoomClient('r1', new Server({ baseUrl: BASE, token: 'secret' }, world), world);
}

beforeEach(() => {
  host = new Host(3);
  open();
});

const state = (): ConnectionState => room.getView().connection;

describe('backoff', () => {
  it('doubles from one second, with full jitter, up to thirty', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 40].map(backoffCeiling)).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
    expect(backoffDelay(3, () => 0)).toBe(0);
    expect(backoffDelay(3, () => 0.999)).toBe(3996);
  });

  it('knows the codes that end it', () => {
    expect([4400, 4401, 4403, 4404].every(isTerminal)).toBe(true);
    expect([1000, 1006, 1011, 1012, 1013, 4408, 4409, 4413, 4429].some(isTerminal)).toBe(false);
  });
});

describe('opening', () => {
  it('asks for a ticket with credentials in headers, and says hello with it', async () => {
    await world.settle();
    expect(world.requests[0]).toMatchObject({
      method: 'POST',
      path: 'ticket',
      body: { room: 'r1' },
      headers: { Authorization: 'token secret', 'X-XSRFToken': 'x1' }
    });
    expect(world.socket.url).toBe('ws://server.test/base/api/collabchat/rooms/r1/socket');
    expect(world.socket.url).not.toContain('secret');
    expect(world.socket.protocol).toBe('collabchat.v1');
    world.socket.open();
    expect(world.socket.up('hello')).toEqual([{ hello: { ticket: 't1', client: 'collabchat-web/1' } }]);
    expect(state()).toEqual({ kind: 'connecting' });
  });

  it('is connected from the welcome on, with latency and the server clock from the pong', async () => {
    const socket = await connect(world, host);
    expect(state()).toEqual({ kind: 'connected', latencyMs: null });
    await world.advance(40);
    socket.text({ pong: socket.up('ping')[0].ping, now: 5_000_000 });
    expect(state()).toEqual({ kind: 'connected', latencyMs: 40 });
    expect(room.serverNow()).toBe(5_000_020);
  });

  it('gives up a socket that is never welcomed', async () => {
    await world.settle();
    world.socket.open();
    await world.advance(15_000);
    expect(world.sockets[0].isClosed).toBe(true);
    expect(world.requests.some(request => request.path === 'me')).toBe(true);
    expect(state().kind).toBe('reconnecting');
  });

  it('counts a silent socket as lost', async () => {
    await connect(world, host);
    await world.advance(10_000);
    expect(state().kind).toBe('reconnecting');
    expect(world.sockets[0].isClosed).toBe(true);
  });
});

describe('after a loss', () => {
  it('tries again after the jittered wait, in one loop', async () => {
    const socket = await connect(world, host);
    await world.advance(5000);
    socket.drop(1006);
    expect(state()).toEqual({ kind: 'reconnecting', attempt: 1, retryAt: world.time + 500 });
    await world.advance(499);
    expect(world.sockets).toHaveLength(1);
    await world.advance(1);
    expect(world.sockets).toHaveLength(2);
    room.reconnectNow();
    await world.settle();
    expect(world.sockets).toHaveLength(2);
  });

  it('waits longer each time, also when the server greets and drops', async () => {
    (await connect(world, host)).drop(1013);
    await world.advance(500);
    (await connect(world, host)).drop(1013);
    expect(state()).toMatchObject({ kind: 'reconnecting', attempt: 2, retryAt: world.time + 1000 });
  });

  it('starts over after a session that lasted', async () => {
    (await connect(world, host)).drop(1012);
    await world.advance(500);
    const socket = await connect(world, host);
    await world.advance(5000);
    socket.drop(1012);
    expect(state()).toMatchObject({ kind: 'reconnecting', attempt: 1 });
  });

  it('does not wait when a person asks, or when the page wakes up', async () => {
    (await connect(world, host)).drop(1006);
    room.reconnectNow();
    await world.settle();
    expect(world.sockets).toHaveLength(2);
    (await connect(world, host)).drop(1006);
    world.wake();
    await world.settle();
    expect(world.sockets).toHaveLength(3);
  });

  it.each([4400, 4401, 4403, 4404])('stops on %i', async code => {
    (await connect(world, host)).drop(code, 'why');
    expect(state()).toMatchObject({ kind: 'refused', code });
    await world.advance(120_000);
    world.wake();
    await world.settle();
    expect(world.sockets).toHaveLength(1);
  });

  it('asks who I am after a loss before welcome, and stops when that is nobody', async () => {
    await world.settle();
    world.routes['GET me'] = () => ({ status: 403, body: { message: 'Forbidden' } });
    world.socket.drop(1006);
    await world.settle();
    expect(state()).toMatchObject({ kind: 'refused', code: 4401 });
    expect(world.timerCount).toBe(0);
  });

  it('keeps trying while the server cannot be reached', async () => {
    open('unreachable');
    await world.advance(60_000);
    expect(world.sockets).toHaveLength(0);
    expect(state().kind).toBe('reconnecting');
    world.routes['POST ticket'] = () => ({ body: { ticket: 't2' } });
    while (world.sockets.length === 0) {
      await world.advance(1000);
    }
    await connect(world, host);
    expect(state().kind).toBe('connected');
  });

  it('does not wait for ever for a server that accepts and says nothing', async () => {
    open('silent');
    await world.advance(20_000);
    expect(state()).toMatchObject({ kind: 'reconnecting', attempt: 1 });
  });

  it.each([
    ['auth/required', 401, 4401],
    ['room/unknown', 404, 4404]
  ])('takes a ticket refused with %s as final', async (code, status, close) => {
    open({ status, body: { code, message: 'No.' } });
    await world.settle();
    expect(state()).toMatchObject({ kind: 'refused', code: close });
  });
});

describe('the end', () => {
  it('leaves no timer, no socket and no listener behind', async () => {
    const socket = await connect(world, host);
    let calls = 0;
    room.subscribe(() => (calls += 1));
    room.setTyping(true);
    room.markRead(2);
    const answer = room.send({ type: 'cancel_prompt', message: 'm' });
    room.dispose();
    await expect(answer).rejects.toMatchObject({ code: 'client/closed' });
    world.paint();
    expect(calls).toBe(0);
    expect(socket.isClosed).toBe(true);
    expect(world.timerCount).toBe(0);
  });
});
