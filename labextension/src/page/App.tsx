/** Which of the two pages this is: the way in by a link, or my rooms. A link that worked turns one into the other. */
import { lazy, Suspense, useCallback, useEffect, useState, type ReactElement } from 'react';
import type { IJoined } from '../core';
import { Boundary } from './Boundary';
import { labUrl, roomsUrl } from './config';
import { PageHost } from './host';
import { JoinPage } from './join/JoinPage';
import type { IPage } from './page';
import type { RoomsPage } from './rooms/RoomsPage';

/** Most of the code, and nothing that the way in needs. */
const loadRooms = async (): Promise<{ default: typeof RoomsPage }> => ({
  default: (await import(/* webpackChunkName: "rooms" */ './rooms/RoomsPage')).RoomsPage
});
const LazyRooms = lazy(loadRooms);

interface IAppProps {
  page: IPage;
  /** Whether this is the page of a link; its secret is null when the address had none. */
  link: { secret: string | null } | null;
}

export function App({ page, link }: IAppProps): ReactElement {
  const [joining, setJoining] = useState(link !== null);
  const onJoined = useCallback(
    (joined: IJoined) => {
      const goesOn = enter(page, joined);
      setJoining(!goesOn);
    },
    [page]
  );
  useEffect(loadAhead, []);
  return (
    <Boundary>
      {joining ? (
        <PageHost page={page} me={null}>
          <JoinPage config={page.config} secret={link?.secret ?? null} onJoined={onJoined} />
        </PageHost>
      ) : (
        <Suspense>
          <LazyRooms page={page} />
        </Suspense>
      )}
    </Boundary>
  );
}

/** While somebody still types their name; what fails here is fetched again when it is needed. */
function loadAhead(): void {
  loadRooms().catch((error: unknown) => console.warn('collabchat: the rooms were not loaded ahead', error));
}

/** People with a login go to JupyterLab; false then, as this page is about to go. */
function enter({ config }: IPage, { rooms, guest }: IJoined): boolean {
  const room = rooms.length === 1 || !guest ? (rooms[0]?.id ?? null) : null;
  const lab = guest ? null : labUrl(config, room);
  if (lab) {
    window.location.assign(lab);
    return false;
  }
  window.history.replaceState(null, '', roomsUrl(config, room));
  return true;
}
