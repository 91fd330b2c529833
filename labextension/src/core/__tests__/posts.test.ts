import { beforeEach, describe, expect, it } from 'vitest';
import type { IPendingMessage } from '../api';
import { RoomClient } from '../room';
import { Server } from '../server';
import type { ICommand } from '../types';
import { connect, Host, rawMessage } from './kit/host';
import { BASE, type FakeSocket, World } from './kit/world';

let world: World;
let host: Host;
let room: RoomClient;
let socket: FakeSocket;

beforeEach(async () => {
  world = new World();
  host = new Host(2);
  room = new RoomClient('r1', new Server({ baseUrl: BASE }, world), world);
  socket = await connect(world, host);
});

interface ISent {
  id: string;
  command: ICommand;
}

const sent = (on: FakeSocket = world.socket): ISent[] => on.up('command');
const lastSent = (): ISent => sent()[sent().length - 1];
const pending = (): readonly IPendingMessage[] => room.getView().pending;
const bodies = (): string[] => room.getView().messages.map(message => message.body);

/** The server takes the post `sent` into the room. */
function accept({ command }: ISent, seq: number): void {
  const { message_id, body } = command as unknown as { message_id: string; body: string };
  host.push(rawMessage(seq, { id: message_id, body, author: 'user:ann' }));
}

function ack({ id }: ISent, seq: number): void {
  world.socket.text({ id, ack: { seq } });
}

function reject({ id }: ISent, code: string, details: object = {}): void {
  world.socket.text({ id, reject: { code, message: 'No.', ...details } });
}

/** What a promise has come to by now. */
async function outcome(promise: Promise<unknown>): Promise<string> {
  let state = 'open';
  promise.then(
    () => (state = 'resolved'),
    () => (state = 'rejected')
  );
  await world.settle();
  return state;
}

async function reconnect(code = 1006): Promise<FakeSocket> {
  world.socket.drop(code);
  await world.advance(500);
  return connect(world, host);
}

describe('a post', () => {
  it('shows as pending at once and travels with an id of its own', () => {
    void room.post('hello', { to: 'agent:runner', reply_to: 'message-0001' });
    const [shown] = pending();
    expect(shown).toEqual({
      id: 'minted-00000001',
      body: 'hello',
      to: 'agent:runner',
      reply_to: 'message-0001',
      at: 2_000_000,
      failure: null
    });
    expect(lastSent().command).toEqual({
      type: 'post_message',
      message_id: shown.id,
      body: 'hello',
      to: 'agent:runner',
      reply_to: 'message-0001'
    });
  });

  it('ends as seen when the update comes first', async () => {
    const posted = room.post('hello');
    accept(lastSent(), 3);
    host.deliver(socket);
    expect(pending()).toEqual([]);
    expect(bodies()).toEqual(['text 1', 'text 2', 'hello']);
    ack(lastSent(), 3);
    expect(await outcome(posted)).toBe('resolved');
    expect(bodies()).toEqual(['text 1', 'text 2', 'hello']);
  });

  it('stays pending after an early ack until the update shows it', async () => {
    const posted = room.post('hello');
    accept(lastSent(), 3);
    ack(lastSent(), 3);
    expect(await outcome(posted)).toBe('resolved');
    expect(pending()).toHaveLength(1);
    expect(pending()[0].failure).toBeNull();
    host.deliver(socket);
    expect(pending()).toEqual([]);
    expect(bodies()).toEqual(['text 1', 'text 2', 'hello']);
  });

  it('is never both pending and shown, in no view', () => {
    const seen: string[] = [];
    room.subscribe(() => {
      const { messages, pending: open } = room.getView();
      seen.push(`${messages.filter(message => message.body === 'hello').length}+${open.length}`);
    });
    void room.post('hello');
    world.paint();
    accept(lastSent(), 3);
    host.deliver(socket);
    world.paint();
    ack(lastSent(), 3);
    world.paint();
    expect(new Set(seen)).toEqual(new Set(['0+1', '1+0']));
  });

  it('that the window has already passed is not pending for ever', async () => {
    void room.post('hello');
    ack(lastSent(), 3);
    host.push(rawMessage(4));
    host.deliver(socket);
    await world.settle();
    expect(pending()).toEqual([]);
  });
});

describe('a refused post', () => {
  it('shows why, and its promise is settled', async () => {
    const posted = room.post('hello');
    reject(lastSent(), 'turn/held', { holder: 'user:bob' });
    expect(await outcome(posted)).toBe('resolved');
    expect(pending()[0].failure).toMatchObject({ code: 'turn/held', message: 'No.', holder: 'user:bob' });
  });

  it('keeps its id when tried again', async () => {
    void room.post('hello');
    const first = lastSent();
    reject(first, 'turn/held');
    await world.settle();
    const again = room.retry(pending()[0].id);
    expect(pending()[0].failure).toBeNull();
    expect(lastSent().command).toEqual(first.command);
    expect(lastSent().id).not.toBe(first.id);
    accept(lastSent(), 3);
    host.deliver(socket);
    expect(await outcome(again)).toBe('resolved');
    expect(pending()).toEqual([]);
  });

  it('is gone when discarded', async () => {
    const posted = room.post('hello');
    reject(lastSent(), 'member/muted');
    await world.settle();
    room.discard(pending()[0].id);
    expect(pending()).toEqual([]);
    expect(await outcome(posted)).toBe('resolved');
  });

  it('may be discarded before it was sent, and is then never sent', async () => {
    socket.drop(1006);
    const posted = room.post('hello');
    room.discard(pending()[0].id);
    expect(await outcome(posted)).toBe('resolved');
    await world.advance(500);
    await connect(world, host);
    expect(sent()).toEqual([]);
  });
});

describe('a cut', () => {
  it('resends what has no answer, in order and with the same ids, after the sync step', async () => {
    void room.post('one');
    const first = lastSent();
    socket.drop(1006);
    void room.post('two');
    await world.advance(500);
    const again = await connect(world, host);
    expect(sent(again)).toMatchObject([{ command: { body: 'one' } }, { command: { body: 'two' } }]);
    expect(sent(again)[0].command).toEqual(first.command);
  });

  it('does not resend what the document already shows', async () => {
    const posted = room.post('one');
    accept(lastSent(), 3);
    host.deliver(socket);
    const again = await reconnect();
    expect(sent(again)).toEqual([]);
    expect(await outcome(posted)).toBe('resolved');
  });

  it('resends a post whose update was lost too, and shows it once', async () => {
    void room.post('one');
    accept(lastSent(), 3);
    const again = await reconnect();
    ack(sent(again)[0], 3);
    await world.settle();
    expect(pending()).toEqual([]);
    expect(bodies()).toEqual(['text 1', 'text 2', 'one']);
  });

  it('by a frame too big fails the largest command and resends the others', async () => {
    void room.post('small');
    void room.post('x'.repeat(300_000));
    const again = await reconnect(1009);
    expect(sent(again)).toMatchObject([{ command: { body: 'small' } }]);
    expect(pending().map(({ failure }) => failure?.code)).toEqual([undefined, 'frame/too-large']);
  });

  it('for good fails what waits, and what comes after', async () => {
    void room.post('one');
    socket.drop(4403);
    const sentLater = room.send({ type: 'cancel_prompt', message: 'm' });
    await expect(sentLater).rejects.toMatchObject({ code: 'client/closed' });
    void room.post('two');
    await world.settle();
    expect(pending().map(({ failure }) => failure?.code)).toEqual(['client/closed', 'client/closed']);
  });
});

describe('patience', () => {
  it('waits as long as a rate limit says, and sends again by itself', async () => {
    const posted = room.post('one');
    reject(lastSent(), 'rate/limited', { retry_after: 1.5 });
    await world.advance(1499);
    expect(sent()).toHaveLength(1);
    await world.advance(1);
    expect(sent()).toHaveLength(2);
    expect(sent()[1].command).toEqual(sent()[0].command);
    expect(pending()[0].failure).toBeNull();
    ack(lastSent(), 3);
    expect(await outcome(posted)).toBe('resolved');
  });

  it('sends again after trouble with storage, and tells the person in the end', async () => {
    socket.keepAlive();
    const posted = room.post('one');
    for (let trouble = 0; trouble < 5; trouble++) {
      reject(lastSent(), 'storage');
      await world.settle();
      expect(pending()[0].failure).toBeNull();
      const before = sent().length;
      await world.advance(30_200);
      expect(sent().length).toBe(before + 1);
    }
    reject(lastSent(), 'storage');
    expect(await outcome(posted)).toBe('resolved');
    expect(pending()[0].failure?.code).toBe('storage');
  });

  /** The server's bucket: a burst of 20, then 5 per second. */
  it('drains a long queue through the rate limit with few refusals, in order', async () => {
    socket.drop(1006);
    for (let index = 0; index < 60; index++) {
      void room.post(`m${index}`);
    }
    await world.advance(500);
    (await connect(world, host)).keepAlive();
    let tokens = 20;
    let refused = 0;
    let answered = 0;
    for (let slice = 0; slice < 1200 && pending().length > 0; slice++) {
      tokens = Math.min(20, tokens + 0.05);
      while (answered < sent().length) {
        const command = sent()[answered++];
        if (tokens < 1) {
          refused += 1;
          reject(command, 'rate/limited', { retry_after: Math.round((1 - tokens) * 20) / 100 });
        } else {
          tokens -= 1;
          accept(command, answered + 10);
          host.deliver(world.socket);
          ack(command, answered + 10);
        }
      }
      await world.advance(10);
    }
    expect(pending()).toEqual([]);
    expect(refused).toBeLessThan(15);
    expect(bodies().slice(2)).toEqual(Array.from({ length: 60 }, (_, index) => `m${index}`));
  });
});

describe('other commands', () => {
  it('resolve with the ack', async () => {
    const answer = room.send({ type: 'cast_ballot', poll: 'p', ballot_id: 'ballot01', choice: 'yes' });
    world.socket.text({ id: lastSent().id, ack: { seq: 9, extra: 'x' } });
    await expect(answer).resolves.toEqual({ seq: 9, extra: 'x' });
  });

  it('reject with the rejection', async () => {
    const answer = room.send({ type: 'cancel_prompt', message: 'm' });
    reject(lastSent(), 'role/forbidden');
    await expect(answer).rejects.toMatchObject({ code: 'role/forbidden', message: 'No.' });
  });

  it('wait while there is no connection', async () => {
    socket.drop(1006);
    const answer = room.send({ type: 'cancel_prompt', message: 'm' });
    expect(await outcome(answer)).toBe('open');
    await world.advance(500);
    await connect(world, host);
    ack(lastSent(), 5);
    await expect(answer).resolves.toEqual({ seq: 5 });
  });

  it('ignore answers nobody waits for', async () => {
    world.socket.text({ id: 'c99', ack: { seq: 1 } });
    world.socket.text({ id: 'c99', reject: { code: 'storage', message: '' } });
    world.socket.text({ id: null, reject: { code: 'frame/malformed', message: 'x' } });
    await world.settle();
    expect(world.reports).toHaveLength(1);
    expect(room.getView().connection.kind).toBe('connected');
  });
});
