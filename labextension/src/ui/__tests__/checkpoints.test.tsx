/** From a message on: what is said before a rollback, what a fork is asked for, and how copies look. */
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { BackTo } from '../checkpoints/BackTo';
import { MessageItem } from '../log/MessageItem';
import { FakeRoom, message, poll, roomView } from './fakes';
import { renderInRoom } from './render';

const said = [1, 2, 3].map(seq => message(seq, 'user:bob', `text ${seq}`));

function show(part: object = {}, opened: string[] = []): FakeRoom {
  const room = new FakeRoom({ messages: said, ...part });
  renderInRoom(<MessageItem message={said[0]} head editing={false} flashed={false} />, room, {
    actions: { openRoom: id => opened.push(id) }
  });
  return room;
}

const button = (name: string): HTMLElement => screen.getByRole('button', { name });

function choose(entry: string): void {
  fireEvent.click(button('From here on'));
  fireEvent.click(screen.getByRole('menuitem', { name: entry }));
}

describe('a checkpoint', () => {
  it('is rolled back to on the second click, after it was said how much goes', async () => {
    const room = show();
    choose('Roll back to here…');
    expect(room.sent).toEqual([]);
    expect(screen.getByText(/Take back the 2 messages after this one/)).toBeTruthy();
    expect(document.activeElement).toBe(button('Keep'));
    fireEvent.click(button('Roll back'));
    expect(room.sent).toEqual([{ type: 'rollback', message: 'message-1' }]);
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Keep' })).toBeNull());
  });

  it('is put to the vote where the room says so', () => {
    const info = roomView().room!;
    const room = show({ room: { ...info, policy: { ...info.policy, rollback: 'vote' } } });
    choose('Roll back to here…');
    fireEvent.keyDown(button('Keep'), { key: 'Escape' });
    expect(room.sent).toEqual([]);
    choose('Roll back to here…');
    fireEvent.click(button('Ask the room to roll back'));
    expect(room.sent).toEqual([{ type: 'rollback', message: 'message-1' }]);
  });

  it('is shown by the vote on going back to it', () => {
    const jumps: string[] = [];
    const vote = poll(4, { subject: 'plan', then: 'rollback', message: 'message-1' });
    renderInRoom(<BackTo poll={vote} />, new FakeRoom(), { actions: { jumpTo: key => jumps.push(key) } });
    fireEvent.click(button('Show the message'));
    expect(jumps).toEqual(['message-1']);
  });

  it('begins a room of its own, which is opened then', async () => {
    const opened: string[] = [];
    const room = show({}, opened);
    room.result = { room: 'room-2' };
    choose('Start a new room from here…');
    const name = screen.getByRole('textbox', { name: 'Name' });
    expect((name as HTMLInputElement).value).toBe('churn model, again');
    fireEvent.change(name, { target: { value: '  Second try ' } });
    fireEvent.click(button('Start the room'));
    expect(room.sent).toMatchObject([{ type: 'fork_room', until: 'message-1', name: 'Second try' }]);
    await waitFor(() => expect(opened).toEqual(['room-2']));
  });

  it('is offered only to those who may', () => {
    show({ can: new Set(['post_message']) });
    expect(screen.queryByRole('button', { name: 'From here on' })).toBeNull();
  });

  it('says of a copy that it is one', () => {
    const copy = message(1, 'user:bob', 'hello', { origin: { room: 'room-0', seq: 7 } });
    renderInRoom(<MessageItem message={copy} head editing={false} flashed={false} />, new FakeRoom());
    expect(screen.getByText('copied from another room')).toBeTruthy();
  });
});
