/** Invitations as toasts: which are told, what their buttons do, when they go. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { IInvitation } from '../../core/types';
import { FakeLobby, Refused, words } from '../../ui/__tests__/fakes';
import { InvitationNotices } from '../invitationNotices';
import { UserSettings } from '../userSettings';

interface IToast {
  id: string;
  sentence: string;
  actions: { label: string; callback: () => void }[];
}

let lobby: FakeLobby;
let toasts: IToast[];
let dismissed: string[];
let errors: string[];
let opened: string[];

const invitation = (id: string): IInvitation => ({
  id,
  room: 'r1',
  room_name: 'Review',
  by: 'user:ada',
  by_name: 'Ada',
  role: 'collaborator',
  members: 2,
  at: 1,
  expires_at: 2
});

function watch(settings = new UserSettings()): void {
  const shown = {
    info: (sentence: string, options: Pick<IToast, 'actions'>) => {
      const id = `toast-${toasts.length}`;
      toasts.push({ id, sentence, actions: options.actions });
      return id;
    },
    dismiss: (id: string) => dismissed.push(id),
    error: (sentence: string) => errors.push(sentence)
  };
  const place = { lobby, settings, words: words as never };
  new InvitationNotices(place, { openInSidebar: room => opened.push(room) }, shown as never);
}

function press(label: string): void {
  toasts[0].actions.find(action => action.label === label)?.callback();
}

beforeEach(() => {
  lobby = new FakeLobby({ rooms: null });
  [toasts, dismissed, errors, opened] = [[], [], [], []];
});

describe('a toast', () => {
  it('tells of invitations that arrive, not of those that wait at load', () => {
    watch();
    lobby.update({ rooms: [], invitations: [invitation('i1')] });
    expect(toasts).toEqual([]);
    lobby.update({ invitations: [invitation('i2'), invitation('i1')] });
    lobby.update({ invitations: [invitation('i2'), invitation('i1')] });
    expect(toasts.map(({ sentence }) => sentence)).toEqual(['Ada invites you to Review as collaborator']);
  });

  it('goes when the invitation is over', () => {
    watch();
    lobby.update({ rooms: [] });
    lobby.update({ invitations: [invitation('i2')] });
    lobby.update({ invitations: [] });
    expect(dismissed).toEqual(['toast-0']);
  });

  it('accepts and opens the room, or declines', async () => {
    watch();
    lobby.update({ rooms: [] });
    lobby.update({ invitations: [invitation('i2')] });
    press('Accept');
    await vi.waitFor(() => expect(opened).toEqual(['r1']));
    press('Decline');
    expect(lobby.calls).toEqual(['accept i2', 'decline i2']);
  });

  it('says why an answer was refused', async () => {
    watch();
    lobby.refusal = new Refused('room/full', 'This room is full.');
    lobby.update({ rooms: [] });
    lobby.update({ invitations: [invitation('i2')] });
    press('Accept');
    await vi.waitFor(() => expect(errors).toEqual(['This room is full.']));
    expect(opened).toEqual([]);
  });

  it('is not shown to those who want none', () => {
    const settings = new UserSettings();
    settings.set({ ...settings.get(), notifications: false });
    watch(settings);
    lobby.update({ rooms: [] });
    lobby.update({ invitations: [invitation('i2')] });
    expect(toasts).toEqual([]);
  });
});
