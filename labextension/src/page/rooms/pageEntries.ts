/** What the menu of the page offers: its settings, and the way to JupyterLab for those who have one. */
import type { ISettings } from '../../ui/host';
import type { IMenuEntry } from '../../ui/parts/Menu';
import { labUrl } from '../config';
import type { IPage } from '../page';
import type { ThemeName } from '../theme';

interface INow {
  theme: ThemeName;
  settings: ISettings;
  shown: string | null;
}

export function pageEntries(page: IPage, { theme, settings, shown }: INow): IMenuEntry[] {
  const { words } = page;
  const lab = labUrl(page.config, shown);
  const sendWith = settings.sendWith === 'enter' ? 'ctrl-enter' : 'enter';
  return [
    {
      label: theme === 'light' ? words.__('Dark colours') : words.__('Light colours'),
      run: () => page.theme.toggle()
    },
    {
      label: sendWith === 'enter' ? words.__('Send with Enter') : words.__('Send with Ctrl+Enter'),
      run: () => page.settings.change({ sendWith })
    },
    {
      label: settings.typingNotices ? words.__('Do not show that I type') : words.__('Show that I type'),
      run: () => page.settings.change({ typingNotices: !settings.typingNotices })
    },
    ...(lab ? [{ label: words.__('Open JupyterLab'), run: () => window.location.assign(lab) }] : [])
  ];
}
