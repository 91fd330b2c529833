/** A room as a whole, and the list of rooms. */
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useMemo, useState, type ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import type { IRoomSummary } from '../../core/types';
import { HostProvider } from '../hooks/host';
import { RoomProvider, useClient, type RoomTask } from '../hooks/room';
import type { INavigation, IPlace } from '../host';
import { changes, formOf } from '../room/roomForm';
import { RoomHeader } from '../room/RoomHeader';
import { Faces } from '../room/Faces';
import { MemberCard } from '../room/MemberCard';
import { SidebarView } from '../SidebarView';
import { fakeChat, FakeLobby, FakeRoom, fakeHost, ME, poll, roomView } from './fakes';
import { noActions, renderInRoom } from './render';

const summary = (id: string, part: Partial<IRoomSummary> = {}): IRoomSummary => ({
  id,
  name: id,
  topic: '',
  visibility: 'private',
  scope: null,
  owner: ME.id,
  owner_name: ME.name,
  member: true,
  members: 2,
  online: 1,
  collaboration: true,
  archived: false,
  unread: 0,
  mentions: 0,
  ...part
});

function sidebar(lobby: FakeLobby, rooms: Record<string, FakeRoom> = {}): { place: IPlace } {
  const listeners = new Set<() => void>();
  const state = { place: { room: null, creating: false } as IPlace };
  const navigation: INavigation = {
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getPlace: () => state.place,
    go: place => {
      state.place = place;
      listeners.forEach(listener => listener());
    }
  };
  render(
    <HostProvider host={fakeHost()}>
      <SidebarView chat={fakeChat(lobby, rooms)} navigation={navigation} />
    </HostProvider>
  );
  return state;
}

describe('sidebar', () => {
  it('groups rooms and counts what is new', () => {
    sidebar(
      new FakeLobby({ rooms: [summary('mine', { unread: 5, mentions: 2 }), summary('open', { member: false })] })
    );
    expect(screen.getByRole('region', { name: 'My rooms' }).textContent).toContain('mine');
    expect(screen.getByRole('img', { name: '5 unread, 2 mentions' }).textContent).toBe('@2');
    expect(screen.getByRole('region', { name: 'Open to everyone here' }).textContent).toContain('open');
  });

  it('teaches where there is no room yet', () => {
    const state = sidebar(new FakeLobby());
    fireEvent.click(screen.getByRole('button', { name: 'Start a room' }));
    expect(state.place.creating).toBe(true);
  });

  it('creates a room and opens it', async () => {
    const lobby = new FakeLobby();
    const state = sidebar(lobby, { 'new-room': new FakeRoom() });
    fireEvent.click(screen.getByRole('button', { name: 'New room' }));
    fireEvent.change(screen.getByLabelText('Name'), { target: { value: ' churn ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Create room' }));
    await waitFor(() => expect(state.place.room).toBe('new-room'));
    expect(lobby.calls).toEqual(['create churn unanimous']);
  });

  it('joins before it opens, and lets go of the room on the way back', async () => {
    const lobby = new FakeLobby({ rooms: [summary('r1', { member: false })] });
    const room = new FakeRoom();
    const state = sidebar(lobby, { r1: room });
    fireEvent.click(screen.getByRole('button', { name: 'Join' }));
    await waitFor(() => expect(state.place.room).toBe('r1'));
    expect(lobby.calls).toEqual(['join r1']);
    lobby.update({ rooms: [summary('r1')] });
    fireEvent.click(await screen.findByRole('button', { name: 'Back to rooms' }));
    await waitFor(() => expect(room.calls).toContain('dispose'));
  });
});

/** A header that opens what it is asked to. */
function WholeHeader(): ReactElement {
  const client = useClient();
  const [task, setTask] = useState<RoomTask | null>(null);
  const actions = useMemo(() => ({ ...noActions, openTask: setTask }), []);
  return (
    <RoomProvider client={client} actions={actions}>
      <RoomHeader task={task} />
    </RoomProvider>
  );
}

function chooseTask(label: string): void {
  fireEvent.click(screen.getByRole('button', { name: 'Room menu' }));
  fireEvent.click(screen.getByRole('menuitem', { name: label }));
}

describe('header', () => {
  it('says who decides and who I am', () => {
    renderInRoom(<RoomHeader task={null} />, new FakeRoom());
    expect(screen.getByTestId('cc-header').textContent).toContain('4 people · unanimous · owner: you');
  });

  it('leads to the votes that wait for me', () => {
    const jumps: string[] = [];
    renderInRoom(<RoomHeader task={null} />, new FakeRoom({ polls: [poll(3)] }), {
      actions: { jumpTo: key => jumps.push(key) }
    });
    fireEvent.click(screen.getByRole('button', { name: '1 vote' }));
    expect(jumps).toEqual(['poll poll-3']);
  });

  it('offers only what I may do', () => {
    renderInRoom(<RoomHeader task={null} />, new FakeRoom({ can: new Set(['leave']) }));
    fireEvent.click(screen.getByRole('button', { name: 'Room menu' }));
    expect(screen.getAllByRole('menuitem').map(item => item.textContent)).toEqual(['Leave…']);
    expect(screen.queryByRole('button', { name: 'Invite people' })).toBeNull();
  });

  it('opens one task at a time, and closes it when the right to it goes', () => {
    const room = new FakeRoom();
    renderInRoom(<WholeHeader />, room);
    fireEvent.click(screen.getByRole('button', { name: 'Invite people' }));
    expect(screen.getByRole('form', { name: 'Invite people' })).toBeTruthy();
    chooseTask('Share links…');
    expect(screen.queryByRole('form', { name: 'Invite people' })).toBeNull();
    expect(screen.getByRole('region', { name: 'Share links' })).toBeTruthy();
    act(() => room.update({ can: new Set(['leave']) }));
    expect(screen.queryByRole('region', { name: 'Share links' })).toBeNull();
  });

  it('mutes a room on this page', () => {
    const muted: unknown[] = [];
    const actions = { copy: () => undefined, muteRoom: (...call: unknown[]) => muted.push(call) };
    renderInRoom(<WholeHeader />, new FakeRoom(), { host: { actions } });
    chooseTask('Mute notifications');
    expect(muted).toEqual([[{ id: 'r1', name: roomView().room?.name }, true]]);
  });

  it('sends only the settings that changed', () => {
    const room = roomView().room!;
    expect(changes(room, formOf(room))).toEqual([]);
    expect(changes(room, { ...formOf(room), name: 'x', visibility: 'listed' })).toEqual([
      { type: 'rename_room', name: 'x' },
      { type: 'set_policy', visibility: 'listed' }
    ]);
  });
});

describe('faces', () => {
  it('have names', () => {
    const turns = new Map([['agent:runner', { turn: 't', holder: 'user:bob', queue: [] }]]);
    renderInRoom(<Faces shown={null} />, new FakeRoom({ turns }));
    expect(screen.getByRole('button', { name: 'You, owner, online' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Bob Baker, collaborator, holds the turn, online' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'runner, running' })).toBeTruthy();
  });

  it('let the owner act on others, never on herself', () => {
    const room = new FakeRoom();
    const first = renderInRoom(<MemberCard id="user:bob" />, room);
    fireEvent.click(screen.getByRole('button', { name: 'Remove…' }));
    expect(room.sent).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Remove Bob Baker' }));
    expect(room.sent).toEqual([{ type: 'remove_member', who: 'user:bob' }]);
    first.unmount();
    renderInRoom(<MemberCard id="user:ann" />, room);
    expect(screen.queryByRole('button', { name: 'Remove…' })).toBeNull();
  });
});
