/** The settings form and the server keep the same preferences. */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { IPreferences } from '../../core/types';
import { FakeLobby, ME, Refused, words } from '../../ui/__tests__/fakes';
import { PreferenceSync } from '../preferenceSync';
import { UserSettings } from '../userSettings';

/** A registry with one plugin's settings in memory. */
class FakeRegistry {
  composite: Record<string, unknown> = {};
  private readonly listeners: (() => void)[] = [];
  readonly changed = { connect: (listener: () => void) => this.listeners.push(listener) };
  set(key: string, value: unknown): Promise<void> {
    this.composite = { ...this.composite, [key]: value };
    this.listeners.forEach(listener => listener());
    return Promise.resolve();
  }
  load(): Promise<this> {
    return Promise.resolve(this);
  }
}

/** Cleans nicknames, and refuses one. */
class Server extends FakeLobby {
  override savePreferences(part: Partial<IPreferences>): Promise<void> {
    this.calls.push(JSON.stringify(part));
    if (part.nickname === 'root') {
      return Promise.reject(new Refused('frame/invalid', 'Not that name.'));
    }
    const kept = { nickname: '', receipts: true, ...this.getView().me?.preferences, ...part };
    this.says({ ...kept, nickname: kept.nickname.trim() });
    return Promise.resolve();
  }
  says(preferences: IPreferences): void {
    this.update({ me: { ...ME, preferences } });
  }
}

let registry: FakeRegistry;
let lobby: Server;
let settings: UserSettings;
let refusals: string[];

beforeEach(async () => {
  registry = new FakeRegistry();
  lobby = new Server({ me: null });
  settings = new UserSettings();
  refusals = [];
  new PreferenceSync({ lobby, settings, words: words as never }, sentence => refusals.push(sentence));
  await settings.load(registry as unknown as ISettingRegistry, 'x');
});

describe('preferences', () => {
  it("are the server's at first", async () => {
    lobby.says({ nickname: 'Annie', receipts: false });
    await vi.waitFor(() => expect(registry.composite).toEqual({ nickname: 'Annie', readReceipts: false }));
    expect(lobby.calls).toEqual([]);
  });

  it('go to the server when the form changes, and come back as it keeps them', async () => {
    lobby.says({ nickname: '', receipts: true });
    await registry.set('nickname', ' Annie ');
    await vi.waitFor(() => expect(registry.composite.nickname).toBe('Annie'));
    await registry.set('readReceipts', false);
    await vi.waitFor(() => expect(lobby.calls).toEqual(['{"nickname":" Annie "}', '{"receipts":false}']));
  });

  it('go back in the form when the server refuses', async () => {
    lobby.says({ nickname: 'Annie', receipts: true });
    await vi.waitFor(() => expect(registry.composite.nickname).toBe('Annie'));
    await registry.set('nickname', 'root');
    await vi.waitFor(() => expect(refusals).toEqual(['Not that name.']));
    await vi.waitFor(() => expect(registry.composite.nickname).toBe('Annie'));
  });

  it('follow what another page of mine changes', async () => {
    lobby.says({ nickname: 'Annie', receipts: true });
    await vi.waitFor(() => expect(registry.composite.nickname).toBe('Annie'));
    lobby.says({ nickname: 'Anna', receipts: false });
    await vi.waitFor(() => expect(registry.composite).toEqual({ nickname: 'Anna', readReceipts: false }));
    expect(lobby.calls).toEqual([]);
  });

  it('are left alone until the server has said them', async () => {
    await registry.set('nickname', 'x');
    expect(lobby.calls).toEqual([]);
  });
});

describe('muted rooms', () => {
  it('are kept in the settings, with their names', async () => {
    const [tides, moons] = [
      { id: 'r1', name: 'Tides' },
      { id: 'r2', name: 'Moons' }
    ];
    await settings.mute(tides, true);
    await settings.mute(moons, true);
    await settings.mute(moons, true);
    expect(settings.get().mutedRooms).toEqual(['r1', 'r2']);
    expect(registry.composite.mutedRooms).toEqual({ r1: 'Tides', r2: 'Moons' });
    await settings.mute(tides, false);
    expect(settings.get().mutedRooms).toEqual(['r2']);
  });
});
