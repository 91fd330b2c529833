/** The person's settings (schema/plugin.json), with the same defaults while no registry has answered. */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ISettings } from '../ui/host';
import { Watched } from './watched';

export interface IUserSettings extends ISettings {
  notifications: boolean;
}

const DEFAULTS: IUserSettings = {
  sendWith: 'enter',
  typingNotices: true,
  readReceipts: true,
  notifications: true
};

export class UserSettings extends Watched<IUserSettings> {
  constructor() {
    super(DEFAULTS);
  }

  async load(registry: ISettingRegistry, plugin: string): Promise<void> {
    const loaded = await registry.load(plugin);
    const read = (): void => this.set({ ...DEFAULTS, ...(loaded.composite as Partial<IUserSettings>) });
    loaded.changed.connect(read);
    read();
  }
}
