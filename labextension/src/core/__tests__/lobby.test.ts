import { beforeEach, describe, expect, it } from 'vitest';
import { LobbyClient } from '../lobby';
import { Server } from '../server';
import type { IInvitation, IRoomSummary } from '../types';
import { BASE, World } from './kit/world';

let world: World;
let lobby: LobbyClient;

function summary(id: string, fields: Partial<IRoomSummary> = {}): IRoomSummary {
  return {
    id,
    name: `Room ${id}`,
    topic: '',
    visibility: 'listed',
    scope: null,
    owner: 'user:bob',
    owner_name: 'Bob',
    member: true,
    members: 2,
    online: 1,
    collaboration: true,
    archived: false,
    unread: 0,
    mentions: 0,
    ...fields
  };
}

const last = (at: number): Pick<IRoomSummary, 'last'> => ({
  last: { author: 'user:bob', author_name: 'Bob', body: 'x', at, seq: at }
});
const shown = (): string[] | undefined => lobby.getView().rooms?.map(({ id }) => id);

async function welcome(rooms: IRoomSummary[], invitations: IInvitation[] = []): Promise<void> {
  await world.settle();
  world.socket.open();
  world.socket.text({ welcome: { session: 's1', me: 'user:ann', rooms, invitations, now: 1 } });
  await world.settle();
}

beforeEach(() => {
  world = new World();
  lobby = new LobbyClient(new Server({ baseUrl: BASE }, world), world);
});

describe('the list of rooms', () => {
  it('comes with the welcome, newest activity first', async () => {
    expect(lobby.getView()).toMatchObject({ me: null, rooms: null });
    await welcome([summary('a', last(1)), summary('c'), summary('b', last(2))]);
    expect(world.socket.url).toBe('ws://server.test/base/api/collabchat/lobby/socket');
    expect(world.requests[0].body).toEqual({});
    expect(shown()).toEqual(['b', 'a', 'c']);
    expect(lobby.getView().me?.name).toBe('Ann');
  });

  it('follows notices; other rooms keep their identity', async () => {
    await welcome([summary('a', last(1)), summary('b', last(2))]);
    const before = lobby.getView();
    let calls = 0;
    lobby.subscribe(() => (calls += 1));
    world.paint();
    calls = 0;
    world.socket.text({ notice: { type: 'room', room: summary('a', { ...last(3), unread: 2, mentions: 1 }) } });
    world.socket.text({ notice: { type: 'room', room: summary('n', last(4)) } });
    world.paint();
    expect(calls).toBe(1);
    expect(shown()).toEqual(['n', 'a', 'b']);
    expect(lobby.getView().rooms?.[2]).toBe(before.rooms?.[0]);
    expect(lobby.unread()).toEqual({ unread: 2, mentions: 1 });
    world.socket.text({ notice: { type: 'room_gone', room: 'a' } });
    expect(shown()).toEqual(['n', 'b']);
    expect(lobby.unread()).toEqual({ unread: 0, mentions: 0 });
  });

  it('counts unread messages of my rooms only', async () => {
    await welcome([summary('a', { unread: 3 }), summary('b', { unread: 5, member: false })]);
    expect(lobby.unread().unread).toBe(3);
  });

  it('is polled where no socket opens', async () => {
    let rooms = [summary('a')];
    world.routes['GET rooms'] = () => ({ body: { rooms, invitations: [] } });
    for (let attempt = 0; attempt < 2; attempt++) {
      await world.settle();
      world.socket.drop(1006);
      await world.advance(attempt === 0 ? 500 : 0);
    }
    expect(lobby.getView().connection.kind).toBe('polling');
    expect(shown()).toEqual(['a']);
    expect(lobby.getView().me?.id).toBe('user:ann');
    rooms = [summary('a'), summary('b')];
    await world.advance(2000);
    expect(shown()).toEqual(['a', 'b']);
  });
});

describe('commands of the lobby', () => {
  beforeEach(() => welcome([]));

  it('create a room', async () => {
    world.routes['POST commands'] = () => ({ body: { id: 'x', ack: { seq: 1, room: 'new' } } });
    expect(await lobby.createRoom({ name: 'N', visibility: 'listed' })).toBe('new');
    expect((world.requests.at(-1)?.body as { command: object }).command).toMatchObject({
      type: 'create_room',
      name: 'N',
      visibility: 'listed'
    });
  });

  it('try again with the same request when the answer is lost', async () => {
    const requests: unknown[] = [];
    world.routes['POST commands'] = ({ body }) => {
      requests.push(body);
      return requests.length < 3 ? 'unreachable' : { body: { id: 'x', ack: { seq: 1, room: 'new' } } };
    };
    const created = lobby.createRoom({ name: 'N' });
    await world.advance(5000);
    expect(await created).toBe('new');
    expect(requests).toHaveLength(3);
    expect(requests[2]).toEqual(requests[0]);
  });

  it('end in a sentence when nobody answers', async () => {
    world.routes['POST commands'] = () => 'unreachable';
    const created = expect(lobby.createRoom({ name: 'N' })).rejects.toMatchObject({ code: 'client/unreachable' });
    await world.advance(60_000);
    await created;
  });

  it('join a listed room by REST, and pass a refusal on', async () => {
    world.routes['POST rooms/r%201/commands'] = () => ({ status: 409, body: { code: 'room/full', message: 'Full.' } });
    await expect(lobby.joinRoom('r 1')).rejects.toMatchObject({ code: 'room/full', message: 'Full.' });
    expect(world.requests.at(-1)?.body).toMatchObject({ command: { type: 'join_room' } });
  });
});

describe('preferences', () => {
  it('follow what another page of mine changed', async () => {
    await welcome([]);
    world.socket.text({ notice: { type: 'preferences', preferences: { nickname: 'Annie', receipts: false } } });
    expect(lobby.getView().me?.preferences).toEqual({ nickname: 'Annie', receipts: false });
  });
});

describe('invitations', () => {
  const invitation = (id: string, at: number): IInvitation => ({
    id,
    room: 'r9',
    room_name: 'Review',
    by: 'user:bob',
    by_name: 'Bob',
    role: 'collaborator',
    members: 2,
    at,
    expires_at: at + 1000
  });
  const inbox = (): string[] => lobby.getView().invitations.map(({ id }) => id);

  it('come with the welcome and by notices, newest first, and go', async () => {
    await welcome([], [invitation('i1', 1)]);
    world.socket.text({ notice: { type: 'invitation', invitation: invitation('i2', 2) } });
    world.socket.text({ notice: { type: 'invitation', invitation: invitation('i2', 2) } });
    expect(inbox()).toEqual(['i2', 'i1']);
    world.socket.text({ notice: { type: 'invitation_gone', invitation: 'i1' } });
    expect(inbox()).toEqual(['i2']);
  });

  it('are answered outside the room, and leave the list without waiting to be told', async () => {
    await welcome([], [invitation('i1', 1), invitation('i2', 2)]);
    world.routes['POST commands'] = () => ({ body: { id: 'x', ack: { seq: 4, room: 'r9' } } });
    expect(await lobby.acceptInvitation('i1')).toBe('r9');
    expect(world.requests.at(-1)?.body).toMatchObject({ command: { type: 'accept_invite', invite: 'i1' } });
    await lobby.declineInvitation('i2');
    expect(world.requests.at(-1)?.body).toMatchObject({ command: { type: 'decline_invite', invite: 'i2' } });
    expect(inbox()).toEqual([]);
  });

  it('stay when the answer was refused', async () => {
    await welcome([], [invitation('i1', 1)]);
    world.routes['POST commands'] = () => ({ status: 409, body: { code: 'room/full', message: 'Full.' } });
    await expect(lobby.acceptInvitation('i1')).rejects.toMatchObject({ code: 'room/full' });
    expect(inbox()).toEqual(['i1']);
  });
});

describe('what I set', () => {
  it('is asked back: the server may have cleaned it', async () => {
    await welcome([]);
    world.routes['POST commands'] = () => ({ body: { id: 'x', ack: { seq: 0 } } });
    const preferences = { nickname: 'Annie', receipts: false };
    world.routes['GET me'] = () => ({
      body: { id: 'user:ann', kind: 'user', name: 'Ann', can_create_rooms: true, agents: [], preferences }
    });
    await lobby.savePreferences({ nickname: ' Annie ' });
    expect(world.requests.at(-2)?.body).toMatchObject({ command: { type: 'set_preferences', nickname: ' Annie ' } });
    expect(lobby.getView().me?.preferences).toEqual(preferences);
  });

  it('decides for a new room how it decides, unless it is the usual way', async () => {
    await welcome([]);
    world.routes['POST commands'] = () => ({ body: { id: 'x', ack: { seq: 1, room: 'new' } } });
    world.routes['POST rooms/new/commands'] = () => ({ body: { id: 'x', ack: { seq: 2 } } });
    await lobby.createRoom({ name: 'N', consensus: 'owner' });
    expect(world.requests.at(-1)?.body).toMatchObject({ command: { type: 'set_policy', consensus: 'owner' } });
    await lobby.createRoom({ name: 'N', consensus: 'unanimous' });
    expect(world.requests.at(-1)?.body).toMatchObject({ command: { type: 'create_room' } });
  });

  it('counts without the rooms I muted', async () => {
    await welcome([summary('a', { unread: 3 }), summary('b', { unread: 5, mentions: 1 })]);
    expect(lobby.unread(['b'])).toEqual({ unread: 3, mentions: 0 });
  });
});
