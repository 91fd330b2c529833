/** The person's settings (schema/plugin.json), with the same defaults while no registry has answered. */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IPreferences } from '../core/types';
import type { ISettings } from '../ui/host';
import { Watched } from './watched';

export interface IUserSettings extends ISettings {
  notifications: boolean;
  /** The server's: `PreferenceSync` keeps the two the same. */
  nickname: IPreferences['nickname'];
  readReceipts: IPreferences['receipts'];
}

/** As the registry keeps them: a room's id says nothing to a person, so its name stands beside it. */
interface IKept extends Omit<IUserSettings, 'mutedRooms'> {
  mutedRooms: Readonly<Record<string, string>>;
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
    this.loaded = loaded;
    const read = (): void => this.set({ ...DEFAULTS, ...this.kept, mutedRooms: Object.keys(this.muted) });
    loaded.changed.connect(read);
    read();
  }

  /** Does nothing while no registry has answered. */
  async change<K extends keyof IKept>(key: K, value: IKept[K]): Promise<void> {
    await this.loaded?.set(key, value);
  }

  async mute({ id, name }: { id: string; name: string }, muted: boolean): Promise<void> {
    const others = Object.fromEntries(Object.entries(this.muted).filter(([other]) => other !== id));
    await this.change('mutedRooms', muted ? { ...others, [id]: name } : others);
  }

  private get kept(): Partial<IKept> {
    return this.loaded?.composite ?? {};
  }

  private get muted(): IKept['mutedRooms'] {
    return this.kept.mutedRooms ?? {};
  }
}
