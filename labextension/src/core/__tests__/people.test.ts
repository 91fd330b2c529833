/** What is read and changed about people besides the document. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Listings } from '../listings';
import { RoomPeople, Tokens } from '../people';
import { UsableRights } from '../rights';
import { Server } from '../server';
import type { ICommand, IRoomInfo } from '../types';
import { BASE, World } from './kit/world';

let world: World;
let server: Server;
const sent: ICommand[] = [];
const door = {
  send: (command: ICommand) => {
    sent.push(command);
    return Promise.resolve({ seq: 1, share: 's1', secret: 'once' });
  },
  mintId: () => 'request-1'
};

beforeEach(() => {
  world = new World();
  server = new Server({ baseUrl: BASE }, world);
});

describe('reads of a room', () => {
  it('are asked of it each time', async () => {
    const people = new RoomPeople('r 1', server, door);
    world.routes['GET people'] = ({ query }) => ({
      body: { people: [{ id: 'user:bob', name: `${query.get('q')} in ${query.get('room')}` }] }
    });
    world.routes['GET rooms/r%201/invites'] = () => ({ body: { invites: [] } });
    world.routes['GET rooms/r%201/shares'] = () => ({ body: { shares: [] } });
    expect(await people.find('B&b')).toEqual([{ id: 'user:bob', name: 'B&b in r 1' }]);
    expect(await people.invites()).toEqual([]);
    expect(await people.shares()).toEqual([]);
  });

  it('end in a sentence when nobody answers', async () => {
    world.routes['GET people'] = () => 'unreachable';
    await expect(new RoomPeople('r1', server, door).find('b')).rejects.toMatchObject({ code: 'client/unreachable' });
  });
});

describe('share links', () => {
  it('are made by a command of the room, and give their secret once', async () => {
    const terms = { label: 'class', role: 'observer', votes: false, expires_at: 5 } as const;
    expect(await new RoomPeople('r1', server, door).createShare(terms)).toBe('once');
    expect(sent).toEqual([{ type: 'create_share', request: 'request-1', rooms: ['r1'], ...terms }]);
  });
});

describe('links of several rooms', () => {
  it('open further rooms that I own and share', async () => {
    const row = { member: true, role: 'owner', collaboration: true, archived: false };
    const rooms = [
      { ...row, id: 'r1' },
      { ...row, id: 'r2' },
      { ...row, id: 'solo', collaboration: false },
      { ...row, id: 'old', archived: true },
      { ...row, id: 'theirs', role: 'moderator' }
    ];
    world.routes['GET rooms'] = () => ({ body: { rooms, invitations: [] } });
    const people = new RoomPeople('r1', server, door);
    expect((await people.shareable()).map(({ id }) => id)).toEqual(['r2']);
    const terms = { label: '', role: 'collaborator', votes: false, expires_at: 5, consensus: 'owner' } as const;
    await people.createShare({ ...terms, rooms: ['r2'] });
    expect(sent.at(-1)).toEqual({ type: 'create_share', request: 'request-1', rooms: ['r1', 'r2'], ...terms });
  });
});

describe('access tokens', () => {
  const fields = { label: 'script', rooms: ['r1'], scope: 'post', expires_at: 5 } as const;

  it('give their secret once', async () => {
    world.routes['POST commands'] = () => ({ body: { id: 'x', ack: { seq: 0, token: 't', secret: 'cc_s' } } });
    expect(await new Tokens(server, world).mint(fields)).toBe('cc_s');
    expect(world.requests.at(-1)?.body).toMatchObject({ command: { type: 'mint_token', ...fields } });
  });

  it('say so when the secret was lost on its way', async () => {
    world.routes['POST commands'] = () => ({ body: { id: 'x', ack: { seq: 0, token: 't', secret_shown: true } } });
    await expect(new Tokens(server, world).mint(fields)).rejects.toMatchObject({ code: 'client/secret-lost' });
  });
});

describe('rights', () => {
  const can = new Set(['post_message', 'invite', 'mark_read', 'unarchive_room', 'mute', 'unmute', 'revoke_share']);
  const rights = new UsableRights();
  const of = (state: Partial<IRoomInfo>): ReadonlySet<string> =>
    rights.of(can, { collaboration: true, ...state } as IRoomInfo);

  it('are what the server says, less what the room does not take now', () => {
    expect(of({})).toBe(can);
    expect([...of({ archived: true })]).toEqual(['mark_read', 'unarchive_room', 'mute', 'revoke_share']);
    expect([...can].filter(command => !of({ collaboration: false }).has(command))).toEqual(['invite']);
    expect(rights.of(can, null)).toBe(can);
  });

  it('keep their identity while nothing changes', () => {
    const archived = of({ archived: true });
    expect(of({ archived: true, name: 'other' })).toBe(archived);
  });
});

describe('listings', () => {
  it('change when told, with a new session, and when a poll counts otherwise', () => {
    const listings = new Listings();
    listings.notice('shares');
    listings.notice('something else');
    expect(listings.all).toEqual({ invites: 0, shares: 1 });
    listings.restart();
    expect(listings.all).toEqual({ invites: 1, shares: 2 });
    const before = listings.all;
    listings.polled({});
    expect(listings.all).toBe(before);
    listings.polled({ invites: 2 });
    expect(listings.all).toEqual({ invites: 2, shares: 2 });
  });
});
