import { describe, expect, it } from 'vitest';
import { redeem } from '../redeem';
import { BASE, World } from './kit/world';

const ACK = { seq: 4, rooms: [{ id: 'r1', name: 'Room', role: 'collaborator' }], me: 'guest:g1', guest: true };

describe('redeeming a link', () => {
  it('is one command outside every room, with the secret in its body and nowhere else', async () => {
    const world = new World();
    world.routes['POST commands'] = () => ({ status: 200, body: { ack: ACK } });
    await expect(redeem({ baseUrl: BASE }, { secret: 's1', name: 'Gil' }, world)).resolves.toEqual(ACK);
    expect(world.requests).toHaveLength(1);
    expect(world.requests[0].body).toMatchObject({ command: { type: 'join', secret: 's1', name: 'Gil' } });
    expect([...world.requests[0].query]).toEqual([]);
  });

  it('keeps the refusal of the server', async () => {
    const world = new World();
    const body = { code: 'share/dead', message: 'Dead.' };
    world.routes['POST commands'] = () => ({ status: 410, body });
    await expect(redeem({ baseUrl: BASE }, { secret: 's1' }, world)).rejects.toMatchObject(body);
  });

  it('is not tried again when the answer was lost: there would be two guests', async () => {
    const world = new World();
    world.routes['POST commands'] = () => 'unreachable';
    await expect(redeem({ baseUrl: BASE }, { secret: 's1' }, world)).rejects.toMatchObject({
      code: 'client/unreachable'
    });
    expect(world.requests).toHaveLength(1);
  });
});
