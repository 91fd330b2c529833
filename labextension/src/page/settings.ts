/** The person's settings on this page, kept by the browser: there is no account to keep them in. */
import { Watched } from '../plugins/watched';
import type { ISettings } from '../ui/host';
import { keep, readKept } from './kept';

const NAME = 'settings';
const DEFAULTS: ISettings = {
  sendWith: 'enter',
  typingNotices: true,
  mutedRooms: [],
  newRoomConsensus: 'unanimous'
};

export class PageSettings extends Watched<ISettings> {
  constructor() {
    super({ ...DEFAULTS, ...known(readKept(NAME)) });
  }

  change(part: Partial<ISettings>): void {
    const settings = { ...this.get(), ...part };
    keep(NAME, JSON.stringify(settings));
    this.set(settings);
  }
}

/** What was kept may be of another version, or edited: only what is understood is taken. */
function known(kept: string | null): Partial<ISettings> {
  const { sendWith, typingNotices } = parsed(kept);
  return {
    ...(sendWith === 'enter' || sendWith === 'ctrl-enter' ? { sendWith } : {}),
    ...(typeof typingNotices === 'boolean' ? { typingNotices } : {})
  };
}

function parsed(kept: string | null): Partial<Record<keyof ISettings, unknown>> {
  try {
    const value: unknown = JSON.parse(kept ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) {
      return {};
    }
    throw error;
  }
}
