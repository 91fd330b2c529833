/** Who has a room, and its end: what is said before, and what the composer and the gate say after. */
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { IRoomInfo, IRoomSummary } from '../../core/types';
import { Composer } from '../composer/Composer';
import { HostProvider } from '../hooks/host';
import { RoomGate } from '../room/RoomGate';
import { RoomLife } from '../room/RoomLife';
import { fakeChat, fakeHost, FakeLobby, FakeRoom, Refused, roomView } from './fakes';
import { renderInRoom } from './render';

const inState = (state: Partial<IRoomInfo>): FakeRoom => new FakeRoom({ room: { ...roomView().room!, ...state } });

function life(room: FakeRoom, onDeleted?: () => void): void {
  renderInRoom(<RoomLife onDone={() => undefined} onDeleted={onDeleted} />, room);
}

const button = (name: string): HTMLButtonElement => screen.getByRole('button', { name });

describe('the life of a room', () => {
  it('is changed on the second click, after it was said what happens', () => {
    const room = new FakeRoom();
    life(room);
    fireEvent.click(button('Have it to myself…'));
    expect(room.sent).toEqual([]);
    expect(screen.getByText(/The others stay members/)).toBeTruthy();
    fireEvent.click(button('Have it to myself'));
    expect(room.sent).toEqual([{ type: 'set_collaboration', on: false }]);
  });

  it('says no to a second thought with Escape', () => {
    const room = new FakeRoom();
    life(room);
    fireEvent.click(button('Archive…'));
    fireEvent.keyDown(button('Keep'), { key: 'Escape' });
    expect(document.activeElement).toBe(button('Archive…'));
    expect(room.sent).toEqual([]);
  });

  it('clears and deletes only after the name was typed', async () => {
    const room = new FakeRoom();
    let deleted = 0;
    life(room, () => (deleted += 1));
    for (const [open, act, command] of [
      ['Clear all messages…', 'Clear all messages', 'clear_room'],
      ['Delete for everyone…', 'Delete for everyone', 'delete_room']
    ]) {
      fireEvent.click(await screen.findByRole('button', { name: open }));
      expect(button(act).disabled).toBe(true);
      fireEvent.change(screen.getByRole('textbox'), { target: { value: 'churn' } });
      expect(button(act).disabled).toBe(true);
      fireEvent.change(screen.getByRole('textbox'), { target: { value: 'churn model' } });
      fireEvent.click(button(act));
      expect(room.sent.at(-1)).toEqual({ type: command });
      await waitFor(() => expect(deleted > 0 || screen.queryByRole('textbox') === null).toBe(true));
    }
    await waitFor(() => expect(deleted).toBe(1));
  });

  it('offers the way back', () => {
    const archived = inState({ archived: true });
    archived.update({ can: new Set(['unarchive_room', 'delete_room']) });
    life(archived);
    fireEvent.click(button('Unarchive'));
    expect(archived.sent).toEqual([{ type: 'unarchive_room' }]);
    expect(screen.queryByRole('button', { name: 'Clear all messages…' })).toBeNull();
  });
});

describe('the composer', () => {
  const compose = (room: FakeRoom): unknown => renderInRoom(<Composer reply={null} handle={null} />, room);

  it('says that a room is archived, and lets its owner unarchive it', () => {
    const room = inState({ archived: true });
    room.update({ can: new Set(['unarchive_room', 'mark_read']) });
    compose(room);
    expect(screen.getByText('This room is archived: you can read it.')).toBeTruthy();
    expect(screen.queryByRole('textbox')).toBeNull();
    fireEvent.click(button('Unarchive'));
    expect(room.sent).toEqual([{ type: 'unarchive_room' }]);
  });

  it('offers nothing to those who may not', () => {
    const room = inState({ archived: true });
    room.update({ me: 'user:bob', can: new Set(['mark_read']) });
    compose(room);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('lets the owner write in a room of her own, and share it again', async () => {
    const room = inState({ collaboration: false });
    compose(room);
    expect(screen.getByText('You have this room to yourself.')).toBeTruthy();
    expect(screen.getByRole('textbox', { name: 'Message' })).toBeTruthy();
    room.refusal = new Refused('storage', 'The server cannot save now.');
    fireEvent.click(button('Share it again'));
    expect(room.sent).toEqual([{ type: 'set_collaboration', on: true }]);
    expect((await screen.findByRole('alert')).textContent).toBe('The server cannot save now.');
  });
});

describe('coming back', () => {
  const row = { id: 'r1', name: 'churn', member: true, owner: 'user:bob', owner_name: 'Bob' } as IRoomSummary;

  function gate(lobby: FakeLobby, room: FakeRoom): void {
    const chat = fakeChat(lobby, { r1: room });
    render(
      <HostProvider host={fakeHost()}>
        <RoomGate chat={chat} room="r1" />
      </HostProvider>
    );
  }

  it('opens the room anew for somebody who was removed and is in it again', () => {
    const lobby = new FakeLobby({ rooms: [row] });
    const room = new FakeRoom();
    gate(lobby, room);
    act(() => room.update({ closed: 'You were removed from this room.' }));
    act(() => lobby.update({ rooms: [] }));
    expect(screen.getByText('You were removed from this room.')).toBeTruthy();
    expect(room.calls).not.toContain('dispose');
    act(() => lobby.update({ rooms: [row] }));
    expect(room.calls).toContain('dispose');
  });

  it('is not what happens when the list of rooms arrives late, or tells of joining', () => {
    const lobby = new FakeLobby({ rooms: null });
    const room = new FakeRoom();
    gate(lobby, room);
    act(() => lobby.update({ rooms: [row] }));
    act(() => lobby.update({ rooms: [{ ...row, unread: 1 }] }));
    expect(room.calls).not.toContain('dispose');
  });

  it('takes no draft away when only the list had lost the room for a moment', () => {
    const lobby = new FakeLobby({ rooms: [row] });
    const room = new FakeRoom();
    gate(lobby, room);
    fireEvent.change(screen.getByRole('textbox', { name: 'Message' }), { target: { value: 'half a thou' } });
    act(() => lobby.update({ rooms: [] }));
    act(() => lobby.update({ rooms: [row] }));
    expect(room.calls).not.toContain('dispose');
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' }).value).toBe('half a thou');
  });
});

describe('a room that its owner has to herself', () => {
  it('says so to its members, and opens when it is shared again', async () => {
    const row = { id: 'r1', name: 'churn', member: true, owner: 'user:bob', owner_name: 'Bob', collaboration: false };
    const lobby = new FakeLobby({ rooms: [row as IRoomSummary] });
    const chat = fakeChat(lobby, { r1: new FakeRoom() });
    render(
      <HostProvider host={fakeHost()}>
        <RoomGate chat={chat} room="r1" />
      </HostProvider>
    );
    expect(screen.getByRole('status').textContent).toContain('Bob has “churn” to themselves for now.');
    act(() => lobby.update({ rooms: [{ ...row, collaboration: true } as IRoomSummary] }));
    expect(await screen.findByTestId('cc-header')).toBeTruthy();
  });
});
