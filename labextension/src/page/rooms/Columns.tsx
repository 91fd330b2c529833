/** The list of rooms and the room: side by side where there is space, else one at a time, as in the sidebar. */
import { useMemo, useRef, useSyncExternalStore, type ReactElement } from 'react';
import type { ICollabChat } from '../../core/api';
import type { INavigation } from '../../ui/host';
import { useWords } from '../../ui/hooks/host';
import { useWidth } from '../../ui/hooks/useWidth';
import { RoomGate } from '../../ui/room/RoomGate';
import { SidebarView } from '../../ui/SidebarView';
import { BesideNavigation } from './besideNavigation';

const TWO_COLUMNS = 720;

interface IColumnsProps {
  chat: ICollabChat;
  navigation: INavigation;
}

export function Columns({ chat, navigation }: IColumnsProps): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const isWide = useWidth(frame) >= TWO_COLUMNS;
  return (
    <div ref={frame} className={`cc-Columns ${isWide ? 'cc-mod-two' : ''}`}>
      {isWide ? (
        <TwoColumns chat={chat} navigation={navigation} />
      ) : (
        <SidebarView chat={chat} navigation={navigation} />
      )}
    </div>
  );
}

function TwoColumns({ chat, navigation }: IColumnsProps): ReactElement {
  const words = useWords();
  const { room } = useSyncExternalStore(navigation.subscribe, navigation.getPlace);
  const beside = useMemo(() => new BesideNavigation(navigation), [navigation]);
  return (
    <>
      <nav className="cc-Columns-list" aria-label={words.__('Rooms')}>
        <SidebarView chat={chat} navigation={beside} />
      </nav>
      <main className="cc-Columns-room">
        {room === null ? (
          <div className="cc-Empty">{words.__('Choose a room on the left.')}</div>
        ) : (
          <RoomGate key={room} chat={chat} room={room} onOpen={id => navigation.go({ room: id, creating: false })} />
        )}
      </main>
    </>
  );
}
