/** The line above everything: where this is, who I am here, how to leave, and the settings of this page. */
import { useSyncExternalStore, type ReactElement } from 'react';
import type { IMe } from '../../core/types';
import { useWords } from '../../ui/hooks/host';
import { Button } from '../../ui/parts/Button';
import { Menu } from '../../ui/parts/Menu';
import { Drawing } from '../icons';
import type { IPage } from '../page';
import { ROOMS_SVG } from '../svgs';
import { pageEntries } from './pageEntries';

interface IPageBarProps {
  page: IPage;
  me: IMe | null;
  shown: string | null;
  /** Absent for people with a login, who leave rooms one by one. */
  onLeave?: () => void;
}

export function PageBar({ page, me, shown, onLeave }: IPageBarProps): ReactElement {
  const words = useWords();
  const theme = useSyncExternalStore(page.theme.subscribe, page.theme.get);
  const settings = useSyncExternalStore(page.settings.subscribe, page.settings.get);
  return (
    <header className="cc-PageBar">
      <Drawing svg={ROOMS_SVG} />
      <span className="cc-PageBar-me">{me?.name}</span>
      {me?.kind === 'guest' && <span className="cc-PageBar-guest">{words.__('Guest')}</span>}
      <span className="cc-PageBar-space" />
      {onLeave && <Button onClick={onLeave}>{words.__('Leave')}</Button>}
      <Menu label={words.__('Page menu')} entries={pageEntries(page, { theme, settings, shown })} />
    </header>
  );
}
