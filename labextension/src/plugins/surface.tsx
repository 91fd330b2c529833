/** Gives the components of one surface JupyterLab as their host, following the settings and the agents on offer. */
import { Clipboard } from '@jupyterlab/apputils';
import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { useMemo, useSyncExternalStore, type ReactElement, type ReactNode } from 'react';
import type { IOffer } from '../core/types';
import type { IHost, IHostActions, IRoomHandle } from '../ui/host';
import { HostProvider } from '../ui/hooks/host';
import { HostIcon } from './icons';
import type { RoomsPage } from './page';

const NO_AGENTS: readonly IOffer[] = [];

interface ISurfaceProps {
  page: RoomsPage;
  /** Off where the room is in the main area already, and outside JupyterLab. */
  offerMain: boolean;
  children: ReactNode;
}

export function Surface({ page, offerMain, children }: ISurfaceProps): ReactElement {
  const settings = useSyncExternalStore(page.settings.subscribe, page.settings.get);
  const offeredAgents = useSyncExternalStore(
    listener => page.lobby.subscribe(listener),
    () => page.lobby.getView().me?.agents ?? NO_AGENTS
  );
  const openInMain = offerMain ? page.openInMain : null;
  const { isLoaded } = page.settings;
  const actions = useMemo(() => hostActions(page, { openInMain, isLoaded }), [page, openInMain, isLoaded]);
  const host = useMemo<IHost>(
    () => ({ words: page.words, renderer: page.renderer, Icon: HostIcon, settings, actions, offeredAgents }),
    [page, settings, actions, offeredAgents]
  );
  return <HostProvider host={host}>{children}</HostProvider>;
}

interface IOffered {
  openInMain: RoomsPage['openInMain'];
  /** Whether settings are kept. */
  isLoaded: boolean;
}

function hostActions({ openSettings, settings }: RoomsPage, { openInMain, isLoaded }: IOffered): IHostActions {
  return {
    copy: text => Clipboard.copyToSystem(text),
    roomLink,
    shareLink,
    serverUrl: PageConfig.getBaseUrl(),
    ...(openInMain && { openInMain }),
    ...(openSettings && { openSettings }),
    ...(isLoaded && { muteRoom: (room, muted) => void settings.mute(room, muted) })
  };
}

/** Whoever goes to a room wants to write, unless they are at something in it already. */
export function focusComposer(surface: HTMLElement, room: IRoomHandle | null): void {
  if (!surface.contains(document.activeElement) || document.activeElement === surface) {
    room?.focusComposer();
  }
}

/** A link that opens JupyterLab with the room; it grants nothing to those who may not be in it. */
export function roomLink(room: string): string {
  const lab = URLExt.join(PageConfig.getBaseUrl(), PageConfig.getOption('appUrl') || 'lab');
  return `${lab}?room=${encodeURIComponent(room)}`;
}

/** Where somebody without a login comes in. Browsers keep what follows the # to themselves. */
function shareLink(secret: string): string {
  return `${URLExt.join(PageConfig.getBaseUrl(), 'collabchat/join')}#${secret}`;
}
