/** Inviting by name: finding people, choosing by keyboard, what is pending. */
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { IInvite } from '../../core/types';
import { InvitePanel } from '../people/InvitePanel';
import { FakeRoom, NOW, Refused } from './fakes';
import { renderInRoom } from './render';

const invite = (name: string): IInvite => ({
  id: `invite-${name}`,
  who: `user:${name}`,
  name,
  role: 'observer',
  by: 'user:ann',
  by_name: 'Ann Archer',
  at: NOW,
  expires_at: NOW + 7 * 24 * 3_600_000
});

let room: FakeRoom;
let done = 0;

beforeEach(() => {
  room = new FakeRoom();
  room.people.known = [
    { id: 'user:eve', name: 'Eve Ellis' },
    { id: 'user:evan', name: 'Evan Erb' }
  ];
  done = 0;
});

function open(): void {
  renderInRoom(<InvitePanel onDone={() => (done += 1)} />, room);
}

const field = (): HTMLInputElement => screen.getByRole('combobox', { name: 'Who' });
const found = (): (string | undefined)[] =>
  within(screen.getByRole('listbox', { name: 'People on this server' }))
    .getAllByRole('option')
    .map(option => option.querySelector('b')?.textContent);
const submit = (): HTMLButtonElement => screen.getByRole('button', { name: 'Invite' });

describe('inviting', () => {
  it('finds people while one types, and invites the chosen one with a role', async () => {
    open();
    expect(submit().disabled).toBe(true);
    fireEvent.change(field(), { target: { value: 'ev' } });
    await waitFor(() => expect(room.people.queries).toContain('ev'));
    fireEvent.keyDown(field(), { key: 'ArrowDown' });
    expect(screen.getAllByRole('option')[1].getAttribute('aria-selected')).toBe('true');
    expect(field().getAttribute('aria-activedescendant')).toBe(screen.getAllByRole('option')[1].id);
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(field().value).toBe('Evan Erb');
    expect(screen.queryByRole('listbox')).toBeNull();
    fireEvent.change(screen.getByLabelText('As'), { target: { value: 'moderator' } });
    fireEvent.click(submit());
    expect(room.sent).toEqual([{ type: 'invite', who: 'user:evan', role: 'moderator' }]);
    expect(await screen.findByText('Evan Erb is invited.')).toBeTruthy();
    expect(field().value).toBe('');
    expect(document.activeElement).toBe(field());
  });

  it('asks once the typing rests, and shows only the last answer', async () => {
    open();
    await waitFor(() => expect(room.people.queries).toEqual(['']));
    fireEvent.change(field(), { target: { value: 'e' } });
    fireEvent.change(field(), { target: { value: 'eva' } });
    await waitFor(() => expect(found()).toEqual(['Evan Erb']));
    expect(room.people.queries).toEqual(['', 'eva']);
  });

  it('says that nobody goes by that name', async () => {
    open();
    fireEvent.change(field(), { target: { value: 'zoe' } });
    expect(await screen.findByText('Nobody here goes by “zoe”, or they are in the room already.')).toBeTruthy();
  });

  it('says why it was refused, and keeps the choice', async () => {
    room.refusal = new Refused('room/full', 'This room is full.');
    open();
    fireEvent.mouseDown(await screen.findByRole('option', { name: /Eve Ellis/ }));
    fireEvent.click(submit());
    expect((await screen.findByRole('alert')).textContent).toBe('This room is full.');
    expect(field().value).toBe('Eve Ellis');
  });

  it('offers roles below my own', () => {
    room.update({
      me: 'user:cyd',
      members: new Map(
        [...room.getView().members].map(([id, member]) => [
          id,
          id === 'user:cyd' ? { ...member, role: 'moderator' as const } : member
        ])
      )
    });
    open();
    const roles = within(screen.getByLabelText('As')).getAllByRole('option');
    expect(roles.map(option => option.textContent)).toEqual(['collaborator', 'observer']);
  });

  it('tells what they will see, and of the other way', () => {
    const tasks: unknown[] = [];
    renderInRoom(<InvitePanel onDone={() => undefined} />, room, { actions: { openTask: task => tasks.push(task) } });
    expect(screen.getByText(/They will see the whole history/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'You can also make a share link.' }));
    expect(tasks).toEqual(['shares']);
  });

  it('closes with Escape', () => {
    open();
    fireEvent.keyDown(field(), { key: 'Escape' });
    expect(done).toBe(1);
  });
});

describe('pending invitations', () => {
  it('are listed, follow the room, and can be taken back', async () => {
    room.people.invited = [invite('gus')];
    open();
    const list = await screen.findByRole('region', { name: 'Invited' });
    expect(list.textContent).toContain('observer · by you · ends in 7 days');
    fireEvent.click(screen.getByRole('button', { name: 'Revoke the invitation of gus' }));
    expect(room.sent).toEqual([{ type: 'revoke_invite', invite: 'invite-gus' }]);
    room.people.invited = [];
    act(() => room.update({ listings: { invites: 1, shares: 0 } }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Invited' })).toBeNull());
  });
});
