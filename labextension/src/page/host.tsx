/** Gives the components a plain page as their host: no JupyterLab around them, and none of its parts on offer. */
import { useMemo, useSyncExternalStore, type ReactElement, type ReactNode } from 'react';
import type { IMe } from '../core/types';
import type { IHost, IHostActions } from '../ui/host';
import { HostProvider } from '../ui/hooks/host';
import { copyText } from './clipboard';
import { joinUrl, roomsUrl } from './config';
import { PageIcon } from './icons';
import type { IPage } from './page';

interface IPageHostProps {
  page: IPage;
  /** Null until the server has said who I am to it. */
  me: IMe | null;
  children: ReactNode;
}

export function PageHost({ page, me, children }: IPageHostProps): ReactElement {
  const settings = useSyncExternalStore(page.settings.subscribe, page.settings.get);
  const host = useMemo<IHost>(
    () => ({
      words: page.words,
      renderer: page.renderer,
      Icon: PageIcon,
      settings,
      actions: actionsOf(page, me),
      offeredAgents: me?.agents ?? []
    }),
    [page, settings, me]
  );
  return <HostProvider host={host}>{children}</HostProvider>;
}

/** A guest has no link to pass on: the address of a room opens it for its members only. */
function actionsOf({ config }: IPage, me: IMe | null): IHostActions {
  const copy = (text: string): void => void copyText(text);
  if (me?.kind !== 'user') {
    return { copy };
  }
  return {
    copy,
    roomLink: room => roomsUrl(config, room).href,
    shareLink: secret => `${joinUrl(config).href}#${secret}`,
    serverUrl: config.baseUrl
  };
}
