/** The person's settings (schema/plugin.json), with the same defaults while no registry has answered. */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { PartialJSONValue } from '@lumino/coreutils';
import type { IPreferences } from '../core/types';
import type { ISettings } from '../ui/host';
import { Watched } from './watched';

export interface IUserSettings extends ISettings {
  notifications: boolean;
  /** The server's: `PreferenceSync` keeps the two the same. */
  nickname: IPreferences['nickname'];
  readReceipts: IPreferences['receipts'];
}

const DEFAULTS: IUserSettings = {
  sendWith: 'enter',
  typingNotices: true,
  notifications: true,
  mutedRooms: [],
  newRoomConsensus: 'unanimous',
  nickname: '',
  readReceipts: true
};

export class UserSettings extends Watched<IUserSettings> {
  private loaded: ISettingRegistry.ISettings | null = null;

  constructor() {
    super(DEFAULTS);
  }

  /** Whether what is changed here is kept. */
  get isLoaded(): boolean {
    return this.loaded !== null;
  }

  async load(registry: ISettingRegistry, plugin: string): Promise<void> {
    const loaded = await registry.load(plugin);
    const read = (): void => this.set({ ...DEFAULTS, ...(loaded.composite as Partial<IUserSettings>) });
    this.loaded = loaded;
    loaded.changed.connect(read);
    read();
  }

  /** Does nothing while no registry has answered. */
  async change<K extends keyof IUserSettings>(key: K, value: IUserSettings[K]): Promise<void> {
    await this.loaded?.set(key, value as unknown as PartialJSONValue);
  }

  async mute(room: string, muted: boolean): Promise<void> {
    const others = this.get().mutedRooms.filter(other => other !== room);
    await this.change('mutedRooms', muted ? [...others, room] : others);
  }
}
