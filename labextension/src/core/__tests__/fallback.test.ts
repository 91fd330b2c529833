import { beforeEach, describe, expect, it } from 'vitest';
import { RoomClient } from '../room';
import { Server } from '../server';
import { CAN, connect, Host, type IRawMessage, rawMessage } from './kit/host';
import { BASE, type IRequest, World } from './kit/world';

let world: World;
let host: Host;
let room: RoomClient;
let archive: IRawMessage[];
let commands: IRequest[];

const seqs = (): number[] => room.getView().messages.map(message => message.seq);

function routes(): void {
  const poll = { subject: 'plain', title: 'T', policy: 'majority', by: 'user:ann', opened_at: 1, seq: 2 };
  world.routes['GET rooms/r1'] = () => ({
    body: {
      room: { id: 'r1', name: 'By REST', owner: 'user:ann' },
      members: { 'user:ann': { name: 'Ann', handle: 'ann', kind: 'user', role: 'owner', joined_at: 1 } },
      polls: { pollpoll1: poll },
      ballots: { 'pollpoll1 user:ann': { ballot_id: 'b1', choice: 'yes', at: 3 } },
      online: ['user:ann'],
      can: CAN
    }
  });
  world.routes['GET rooms/r1/messages'] = () => ({
    body: { messages: archive.slice(-50), has_more: archive.length > 50 }
  });
  world.routes['POST rooms/r1/commands'] = request => {
    commands.push(request);
    const { id, command } = request.body as { id: string; command: { message_id: string; body: string } };
    const seq = archive.length + 1;
    archive.push(rawMessage(seq, { id: command.message_id, body: command.body, author: 'user:ann' }));
    return { body: { id, ack: { seq } } };
  };
}

/** Two sockets fail although REST works. */
async function blockSockets(): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt++) {
    await world.settle();
    world.socket.drop(1006);
    await world.settle();
    if (room.getView().connection.kind === 'reconnecting') {
      await world.advance(500);
    }
  }
}

beforeEach(async () => {
  world = new World();
  archive = [rawMessage(1), rawMessage(2)];
  commands = [];
  routes();
  room = new RoomClient('r1', new Server({ baseUrl: BASE }, world), world);
  await blockSockets();
});

describe('without sockets', () => {
  it('the room is shown by polling, and says so', () => {
    const view = room.getView();
    expect(view.connection).toEqual({ kind: 'polling', retryAt: world.time + 1000 });
    expect(view.me).toBe('user:ann');
    expect(view.room).toMatchObject({ name: 'By REST', topic: '' });
    expect([...view.can]).toEqual(CAN);
    expect(view.polls[0].ballots.get('user:ann')?.choice).toBe('yes');
    expect([...view.presence]).toEqual([['user:ann', { online: true, typing: false }]]);
    expect(seqs()).toEqual([1, 2]);
  });

  it('news come every two seconds, and no news change nothing', async () => {
    world.chance = 0.99;
    const before = room.getView();
    await world.advance(2000);
    expect({ ...room.getView(), connection: null }).toEqual({ ...before, connection: null });
    expect(room.getView().messages).toBe(before.messages);
    expect(room.getView().members).toBe(before.members);
    expect(room.getView().polls).toBe(before.polls);
    expect(room.getView().presence).toBe(before.presence);
    archive.push(rawMessage(3));
    await world.advance(1999);
    expect(seqs()).toEqual([1, 2]);
    await world.advance(1);
    expect(seqs()).toEqual([1, 2, 3]);
  });

  it('commands go by REST, one at a time, and posts are shown once', async () => {
    void room.post('one');
    void room.post('two');
    await world.settle();
    expect(commands.map(({ body }) => (body as { command: { body: string } }).command.body)).toEqual(['one', 'two']);
    expect(room.getView().pending).toHaveLength(2);
    await world.advance(2000);
    expect(room.getView().pending).toEqual([]);
    expect(seqs()).toEqual([1, 2, 3, 4]);
  });

  it('a refusal by REST is a refusal, and silence is tried again', async () => {
    const accept = world.routes['POST rooms/r1/commands'];
    world.routes['POST rooms/r1/commands'] = () => 'unreachable';
    const answer = room.send({ type: 'post_message', message_id: 'mmmmmmmm', body: 'x' });
    await world.settle();
    world.routes['POST rooms/r1/commands'] = accept;
    await world.advance(1200);
    await expect(answer).resolves.toEqual({ seq: 3 });
    world.routes['POST rooms/r1/commands'] = () => ({ status: 409, body: { code: 'turn/held', message: 'Busy.' } });
    await expect(room.send({ type: 'cancel_prompt', message: 'm' })).rejects.toMatchObject({ code: 'turn/held' });
  });

  it('more new messages than one answer holds start the list anew, without a hole', async () => {
    archive.push(...Array.from({ length: 100 }, (_, index) => rawMessage(index + 3)));
    await world.advance(2000);
    expect(seqs()[0]).toBe(53);
    expect(seqs()).toHaveLength(50);
    expect(room.getView().hasOlder).toBe(true);
  });

  it('a socket that opens at last takes over', async () => {
    void room.post('one');
    await world.settle();
    host = new Host(2);
    host.push(...archive.slice(2));
    await world.advance(1000);
    await connect(world, host);
    expect(room.getView().connection.kind).toBe('connected');
    expect(room.getView().room?.name).toBe('Room');
    expect(room.getView().pending).toEqual([]);
    expect(seqs()).toEqual([1, 2, 3]);
    const asked = world.requests.length;
    await world.advance(9000);
    expect(world.requests.length).toBe(asked);
  });

  it.each([
    [404, { code: 'room/unknown', message: 'No.' }, 4404],
    [403, { message: 'Forbidden' }, 4401]
  ])('an end by REST (%i) is an end', async (status, body, code) => {
    world.routes['GET rooms/r1'] = () => ({ status, body });
    await world.advance(2000);
    expect(room.getView().connection).toMatchObject({ kind: 'refused', code });
    expect(world.timerCount).toBe(0);
  });

  it('a server that is gone altogether is not polled as if it were there', async () => {
    world.routes['GET me'] = () => 'unreachable';
    world.routes['POST ticket'] = () => 'unreachable';
    world.routes['GET rooms/r1'] = () => 'unreachable';
    await world.advance(1000);
    world.sockets.filter(socket => !socket.isClosed).forEach(socket => socket.drop(1006));
    await world.settle();
    expect(room.getView().connection.kind).toBe('reconnecting');
  });
});
