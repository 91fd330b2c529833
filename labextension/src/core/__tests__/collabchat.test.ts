import { beforeEach, describe, expect, it } from 'vitest';
import type { ICollabChat } from '../api';
import { CollabChat } from '..';
import { Host } from './kit/host';
import { BASE, type FakeSocket, World } from './kit/world';

let world: World;
let chat: ICollabChat;

beforeEach(() => {
  world = new World();
  chat = new CollabChat({ baseUrl: BASE }, world);
});

const socketsOf = (room: string): FakeSocket[] =>
  world.sockets.filter(({ url }) => url.endsWith(`rooms/${room}/socket`));

describe('rooms of a page', () => {
  it('are shared: one socket for all who open one', async () => {
    const first = chat.open('r1');
    const second = chat.open('r1');
    chat.open('r2');
    await world.settle();
    expect(socketsOf('r1')).toHaveLength(1);
    expect(socketsOf('r2')).toHaveLength(1);
    const host = new Host(1);
    socketsOf('r1')[0].open();
    host.greet(socketsOf('r1')[0]);
    host.answerSync(socketsOf('r1')[0]);
    expect(first.getView()).toBe(second.getView());
    expect(second.getView().messages).toHaveLength(1);
  });

  it('close with the last who lets go, each of whom does so once', async () => {
    const first = chat.open('r1');
    const second = chat.open('r1');
    await world.settle();
    const [socket] = socketsOf('r1');
    first.dispose();
    first.dispose();
    expect(socket.isClosed).toBe(false);
    second.dispose();
    expect(socket.isClosed).toBe(true);
    chat.open('r1');
    await world.settle();
    expect(socketsOf('r1')).toHaveLength(2);
  });

  it('stop calling those who let go, not the others', async () => {
    const first = chat.open('r1');
    const second = chat.open('r1');
    const calls: string[] = [];
    first.subscribe(() => calls.push('first'));
    second.subscribe(() => calls.push('second'));
    first.dispose();
    await world.settle();
    void second.post('hello');
    world.paint();
    expect(calls).toEqual(['second']);
  });

  it('end with the page', async () => {
    chat.open('r1');
    await world.settle();
    chat.dispose();
    expect(world.sockets.every(socket => socket.isClosed)).toBe(true);
    expect(world.timerCount).toBe(0);
  });
});
