/** What is mine besides rooms: tokens for my scripts, settings. */
import type { ReactElement } from 'react';
import type { IMe } from '../../core/types';
import { useHost } from '../hooks/host';
import { Menu, type IMenuEntry } from '../parts/Menu';

/** Tokens are for accounts: a guest has none to give rights from. */
export function LobbyMenu({ me, onTokens }: { me: IMe | null; onTokens?: () => void }): ReactElement | null {
  const { words, actions } = useHost();
  const { openSettings } = actions;
  const entries: IMenuEntry[] = [
    me?.kind === 'user' && onTokens && { label: words.__('Access tokens…'), run: onTokens },
    openSettings && { label: words.__('Settings…'), run: openSettings }
  ].filter(entry => typeof entry === 'object');
  return entries.length === 0 ? null : <Menu label={words.__('Menu of rooms')} entries={entries} />;
}
