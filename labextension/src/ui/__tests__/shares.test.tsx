/** Share links: what one asks for, what is shown once, what the list offers. */
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { IRoomSummary, IShare } from '../../core/types';
import { SharePanel } from '../shares/SharePanel';
import { FakeRoom, NOW } from './fakes';
import { renderInRoom } from './render';

const HOUR = 3_600_000;
const share = (part: Partial<IShare> = {}): IShare => ({
  id: 's1',
  label: 'class',
  rooms: ['r1'],
  role: 'collaborator',
  votes: false,
  consensus: null,
  by: 'user:ann',
  at: NOW,
  expires_at: NOW + 5 * HOUR,
  max_uses: 10,
  uses: 3,
  state: 'live',
  suspended: null,
  connections: 0,
  ...part
});

let room: FakeRoom;
let copied: string[];

beforeEach(() => {
  room = new FakeRoom();
  copied = [];
});

function open(): void {
  const actions = {
    copy: (text: string) => copied.push(text),
    shareLink: (secret: string) => `http://x/join#${secret}`
  };
  renderInRoom(<SharePanel onDone={() => undefined} />, room, { host: { actions } });
}

const item = (name = 'class'): Promise<HTMLElement> => screen.findByRole('listitem', { name });

describe('a new link', () => {
  it('is made on the terms one chose', async () => {
    open();
    fireEvent.change(await screen.findByLabelText(/What it is for/), { target: { value: ' class ' } });
    fireEvent.click(screen.getByLabelText('Guests may vote'));
    fireEvent.change(screen.getByLabelText('It works for'), { target: { value: '7d' } });
    fireEvent.change(screen.getByLabelText(/How many people/), { target: { value: '12' } });
    fireEvent.click(screen.getByRole('button', { name: 'Make a link' }));
    await screen.findByRole('group', { name: 'The new link' });
    const [{ expires_at, ...terms }] = room.people.made;
    expect(terms).toEqual({ label: 'class', role: 'collaborator', votes: true, max_uses: 12 });
    expect(expires_at).toBeGreaterThan(NOW + 7 * 24 * HOUR - 120_000);
    expect(expires_at).toBeLessThan(NOW + 7 * 24 * HOUR);
  });

  it('never lets those vote who only read', async () => {
    open();
    fireEvent.click(await screen.findByLabelText('Guests may vote'));
    fireEvent.change(screen.getByLabelText('They come in as'), { target: { value: 'observer' } });
    expect(screen.queryByLabelText('Guests may vote')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Make a link' }));
    await screen.findByRole('group', { name: 'The new link' });
    expect(room.people.made[0]).toMatchObject({ role: 'observer', votes: false });
  });

  it('has a rule of its own and opens further rooms, if one looks for that', async () => {
    room.people.owned = [{ id: 'r2', name: 'Lecture' } as IRoomSummary];
    open();
    fireEvent.click(await screen.findByText('More'));
    fireEvent.change(screen.getByLabelText(/for those who come by it/), { target: { value: 'owner' } });
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Lecture' }));
    fireEvent.click(screen.getByRole('button', { name: 'Make a link' }));
    await screen.findByRole('group', { name: 'The new link' });
    expect(room.people.made[0]).toMatchObject({ consensus: 'owner', rooms: ['r2'] });
  });

  it('has no rule for polls that nobody causes', async () => {
    open();
    fireEvent.change(await screen.findByLabelText(/for those who come by it/), { target: { value: 'owner' } });
    fireEvent.change(screen.getByLabelText('They come in as'), { target: { value: 'observer' } });
    expect(screen.queryByLabelText(/for those who come by it/)).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Make a link' }));
    await screen.findByRole('group', { name: 'The new link' });
    expect(room.people.made[0]).not.toHaveProperty('consensus');
  });

  it('is shown this once, to copy or to scan', async () => {
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'Make a link' }));
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Share link' });
    expect(field.value).toBe('http://x/join#once');
    expect(screen.getByText('Copy it now: it is shown this once.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
    expect(copied).toEqual(['http://x/join#once']);
    expect(screen.getByText('Copied')).toBeTruthy();
    expect(await screen.findByRole('img', { name: 'The link as a QR code' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Make another' }));
    expect(screen.queryByText(/once/)).toBeNull();
    expect(document.activeElement).toBe(screen.getByLabelText(/What it is for/));
  });
});

describe('links there are', () => {
  it('say what they give and how they are', async () => {
    room.people.shared = [share({ connections: 2 })];
    open();
    expect((await item()).textContent).toContain('works · collaborator · 3 of 10 uses · ends in 5 h');
    expect((await item()).textContent).toContain('2 here now');
    expect(screen.queryByRole('form', { name: 'New share link' })).toBeNull();
  });

  it('say what rule they have and how many rooms they open', async () => {
    room.people.shared = [share({ consensus: 'owner', rooms: ['r1', 'r2'] })];
    open();
    expect((await item()).textContent).toContain('collaborator · owner decides · 2 rooms · 3 of 10 uses');
  });

  it('are revoked on the second click', async () => {
    room.people.shared = [share()];
    open();
    const row = within(await item());
    fireEvent.click(row.getByRole('button', { name: 'Revoke…' }));
    expect(room.sent).toEqual([]);
    fireEvent.click(row.getByRole('button', { name: 'Keep' }));
    expect(document.activeElement).toBe(row.getByRole('button', { name: 'Revoke…' }));
    fireEvent.click(row.getByRole('button', { name: 'Revoke…' }));
    fireEvent.click(row.getByRole('button', { name: 'Revoke “class”' }));
    expect(room.sent).toEqual([{ type: 'revoke_share', share: 's1' }]);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Share links' })));
  });

  it('are used again where they wait', async () => {
    room.people.shared = [share({ state: 'suspended', label: '' })];
    open();
    fireEvent.click(within(await item('Link')).getByRole('button', { name: 'Use “Link” again' }));
    expect(room.sent).toEqual([{ type: 'confirm_share', share: 's1' }]);
  });

  it('are read again when they change, and when people come and go', async () => {
    room.people.shared = [share()];
    open();
    await item();
    room.people.shared = [share({ uses: 4 })];
    act(() => room.update({ listings: { invites: 0, shares: 1 } }));
    await waitFor(async () => expect((await item()).textContent).toContain('4 of 10 uses'));
    room.people.shared = [share({ uses: 4, connections: 1 })];
    act(() =>
      room.update({ presence: new Map([...room.getView().presence, ['guest:g', { online: true, typing: false }]]) })
    );
    await waitFor(async () => expect((await item()).textContent).toContain('1 here now'));
  });

  it('stay in a room that is not shared now, where none is made', async () => {
    room.people.shared = [share({ state: 'suspended' })];
    room.update({ can: new Set(['revoke_share']) });
    open();
    await item();
    expect(screen.queryByRole('button', { name: 'New share link' })).toBeNull();
    expect(screen.getByText(/links work again when you share it/)).toBeTruthy();
  });

  it('are revoked in an archived room too', async () => {
    room.people.shared = [share({ state: 'suspended' })];
    room.update({ can: new Set(['revoke_share']), room: { ...room.getView().room!, archived: true } });
    open();
    const row = within(await item());
    fireEvent.click(row.getByRole('button', { name: 'Revoke…' }));
    fireEvent.click(row.getByRole('button', { name: 'Revoke “class”' }));
    expect(room.sent).toEqual([{ type: 'revoke_share', share: 's1' }]);
    expect(screen.getByText(/its links wait/)).toBeTruthy();
  });
});
