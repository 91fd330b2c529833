/** My rooms on a page of their own. Owns the client, which lives as long as the page does. */
import { useState, useSyncExternalStore, type ReactElement } from 'react';
import { CollabChat } from '../../core';
import { PageHost } from '../host';
import { PageNavigation } from '../navigation';
import type { IPage } from '../page';
import { Visit } from './Visit';
import { VisitChat } from './visitChat';

export function RoomsPage({ page }: { page: IPage }): ReactElement {
  const [chat] = useState(() => new VisitChat(new CollabChat({ baseUrl: page.config.baseUrl })));
  const [navigation] = useState(() => new PageNavigation(page.config));
  const lobby = useSyncExternalStore(
    listener => chat.lobby.subscribe(listener),
    () => chat.lobby.getView()
  );
  return (
    <PageHost page={page} me={lobby.me}>
      <Visit page={page} chat={chat} lobby={lobby} navigation={navigation} />
    </PageHost>
  );
}
