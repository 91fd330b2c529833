/** The list of rooms: invitations on top, marks of unusual rooms, archived ones on request. */
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { IInvitation, IRoomSummary } from '../../core/types';
import type { IHost } from '../host';
import { HostProvider } from '../hooks/host';
import { RoomList } from '../lobby/RoomList';
import { fakeHost, FakeLobby, ME, Refused, SETTINGS } from './fakes';

const row = (id: string, part: Partial<IRoomSummary> = {}): IRoomSummary => ({
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

const invitation: IInvitation = {
  id: 'i1',
  room: 'r1',
  room_name: 'Review',
  by: 'user:ada',
  by_name: 'Ada',
  role: 'collaborator',
  members: 3,
  at: 1,
  expires_at: Date.now() + 7 * 24 * 3_600_000
};

function list(lobby: FakeLobby, host: Partial<IHost> = {}, onTokens?: () => void): string[] {
  const opened: string[] = [];
  render(
    <HostProvider host={fakeHost(host)}>
      <RoomList
        lobby={lobby}
        creating={false}
        onCreating={() => undefined}
        onOpen={room => opened.push(room)}
        onTokens={onTokens}
      />
    </HostProvider>
  );
  return opened;
}

const press = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }));

describe('an invitation', () => {
  it('says by whom, to what and as what, and opens the room when accepted', async () => {
    const lobby = new FakeLobby({ invitations: [invitation] });
    const opened = list(lobby);
    const card = screen.getByRole('group', { name: 'Invitation to Review' });
    expect(card.textContent).toContain('Ada invites you to Review as collaborator.');
    expect(card.textContent).toContain('3 people · members see the whole history · ends in 7 days');
    press('Accept');
    await waitFor(() => expect(opened).toEqual(['r1']));
    expect(lobby.calls).toEqual(['accept i1']);
  });

  it('is declined, and goes when the lobby says so', () => {
    const lobby = new FakeLobby({ invitations: [invitation] });
    list(lobby);
    press('Decline');
    expect(lobby.calls).toEqual(['decline i1']);
    act(() => lobby.update({ invitations: [] }));
    expect(screen.queryByRole('group', { name: 'Invitation to Review' })).toBeNull();
  });

  it('says why it cannot be accepted', async () => {
    const lobby = new FakeLobby({ invitations: [invitation] });
    lobby.refusal = new Refused('room/full', 'This room is full.');
    const opened = list(lobby);
    press('Accept');
    expect((await screen.findByRole('alert')).textContent).toBe('This room is full.');
    expect(opened).toEqual([]);
  });
});

describe('rooms', () => {
  it('show what is unusual about them', () => {
    const lobby = new FakeLobby({ rooms: [row('alone', { collaboration: false }), row('quiet')] });
    list(lobby, { settings: { ...SETTINGS, mutedRooms: ['quiet'] } });
    expect(screen.getByRole('button', { name: /alone.*only its owner is in it now/ })).toBeTruthy();
    expect(screen.getByRole('img', { name: 'notifications are muted' })).toBeTruthy();
  });

  it('that are archived are shown on request', () => {
    list(new FakeLobby({ rooms: [row('current'), row('old', { archived: true })] }));
    expect(screen.queryByText('old')).toBeNull();
    press('Show archived (1)');
    expect(screen.getByRole('region', { name: 'Archived' }).textContent).toContain('old, archived');
    press('Hide archived rooms');
    expect(screen.queryByRole('region', { name: 'Archived' })).toBeNull();
  });
});

describe('the menu of rooms', () => {
  it('leads to tokens and settings', () => {
    let asked = 0;
    const actions = { copy: () => undefined, openSettings: () => undefined };
    list(new FakeLobby(), { actions }, () => (asked += 1));
    press('Menu of rooms');
    expect(screen.getAllByRole('menuitem').map(item => item.textContent)).toEqual(['Access tokens…', 'Settings…']);
    fireEvent.click(screen.getByRole('menuitem', { name: 'Access tokens…' }));
    expect(asked).toBe(1);
  });

  it('is absent where there is nothing in it', () => {
    list(new FakeLobby({ me: { ...ME, kind: 'guest' } }), {}, () => undefined);
    expect(screen.queryByRole('button', { name: 'Menu of rooms' })).toBeNull();
  });
});
