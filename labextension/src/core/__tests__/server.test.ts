import { beforeEach, describe, expect, it } from 'vitest';
import { Rejection, Unreachable } from '../rejection';
import { Server } from '../server';
import { type Answer, BASE, World } from './kit/world';

let world: World;
let server: Server;

beforeEach(() => {
  world = new World();
  server = new Server({ baseUrl: BASE }, world);
});

function failure(answer: Answer): Promise<unknown> {
  world.routes['GET me'] = () => answer;
  return server.me().catch((error: unknown) => error);
}

describe('a refusal', () => {
  it('keeps code, sentence and details of the server', async () => {
    const body = { code: 'rate/limited', message: 'Slow down.', retry_after: 2 };
    const error = await failure({ status: 429, body });
    expect(error).toBeInstanceOf(Rejection);
    expect(error).toMatchObject(body);
  });

  it.each([
    [401, { message: 'Unauthorized' }, 'auth/required'],
    [403, undefined, 'auth/required'],
    [413, undefined, 'frame/too-large'],
    [429, undefined, 'rate/limited']
  ])('by somebody before us (%i) has a code of ours', async (status, body, code) => {
    expect(await failure({ status, body })).toMatchObject({ code });
  });

  it.each<Answer>([
    'unreachable',
    { status: 502 },
    { status: 404, body: { message: 'no extension' } },
    { status: 200 }
  ])('is told from silence: %o', async answer => {
    expect(await failure(answer)).toBeInstanceOf(Unreachable);
  });
});

describe('a request', () => {
  it('carries the XSRF cookie as a header, and no Authorization without a token', async () => {
    await server.me();
    expect(world.requests[0].headers).toEqual({ 'Content-Type': 'application/json', 'X-XSRFToken': 'x1' });
  });

  it('that writes says that a script of ours asks', async () => {
    world.routes['POST ticket'] = () => ({ status: 200, body: { ticket: 't1' } });
    await server.ticket(null);
    expect(world.requests[0].headers).toMatchObject({ 'X-Collabchat': '1' });
  });

  it('finds the API below any base URL', () => {
    const plain = new Server({ baseUrl: 'https://hub.test/user/ann%40b' }, world);
    expect(plain.socketUrl('lobby/socket')).toBe('wss://hub.test/user/ann%40b/api/collabchat/lobby/socket');
  });
});
