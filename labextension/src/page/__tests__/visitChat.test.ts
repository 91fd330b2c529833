import { describe, expect, it } from 'vitest';
import { FakeLobby, FakeRoom, fakeChat, Refused } from '../../ui/__tests__/fakes';
import { VisitChat } from '../rooms/visitChat';

function visiting(): { room: FakeRoom; chat: VisitChat } {
  const room = new FakeRoom();
  return { room, chat: new VisitChat(fakeChat(new FakeLobby(), { r1: room })) };
}

describe('the client of a visit', () => {
  it('is the room’s own client in all but leaving', async () => {
    const { room, chat } = visiting();
    const client = chat.open('r1');
    await client.post('hello');
    client.setTyping(true);
    expect(client.getView()).toBe(room.getView());
    expect(room.posts).toEqual([{ body: 'hello', options: undefined }]);
    expect(room.typing).toEqual([true]);
  });

  it('notes that a room ended, and whether the person is known at all', () => {
    const { room, chat } = visiting();
    chat.open('r1');
    room.update({ closed: 'You were removed.' });
    const removed = { room: 'r1', sentence: 'You were removed.', signedOut: false, unexplained: false };
    expect(chat.closed.get()).toEqual(removed);
    room.update({ closed: null, connection: { kind: 'refused', code: 4401, reason: 'Signed out.' } });
    expect(chat.closed.get()).toEqual({ room: 'r1', sentence: 'Signed out.', signedOut: true, unexplained: false });
  });

  it('notes whether anybody said why', () => {
    const { room, chat } = visiting();
    chat.open('r1');
    room.update({ closed: 'No such room.', connection: { kind: 'refused', code: 4404, reason: 'No such room.' } });
    expect(chat.closed.get()).toMatchObject({ sentence: 'No such room.', unexplained: true });
    room.update({ closed: 'The room was deleted.' });
    expect(chat.closed.get()).toMatchObject({ sentence: 'The room was deleted.', unexplained: false });
  });

  it('notes what was left, not what was asked in vain', async () => {
    const { room, chat } = visiting();
    const client = chat.open('r1');
    room.refusal = new Refused('storage', 'Not now.');
    await expect(client.send({ type: 'leave' })).rejects.toBe(room.refusal);
    expect(chat.left.get().size).toBe(0);
    room.refusal = null;
    await client.send({ type: 'leave' });
    expect([...chat.left.get()]).toEqual(['r1']);
  });
});
