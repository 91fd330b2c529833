/** Which of the two pages this is: the way in by a link, or my rooms. A link that worked turns one into the other. */
import { useCallback, useState, type ReactElement } from 'react';
import type { IJoined } from '../core';
import { labUrl, roomsUrl } from './config';
import { PageHost } from './host';
import { JoinPage } from './join/JoinPage';
import type { IPage } from './page';
import { RoomsPage } from './rooms/RoomsPage';

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
  return joining ? (
    <PageHost page={page} me={null}>
      <JoinPage config={page.config} secret={link?.secret ?? null} onJoined={onJoined} />
    </PageHost>
  ) : (
    <RoomsPage page={page} />
  );
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
