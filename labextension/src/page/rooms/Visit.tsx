/** Somebody among their rooms: the bar, the rooms, and the ends of both. */
import { useState, useSyncExternalStore, type ReactElement } from 'react';
import type { ILobbyView } from '../../core/api';
import { useWords } from '../../ui/hooks/host';
import { RoomGate } from '../../ui/room/RoomGate';
import type { PageNavigation } from '../navigation';
import type { IPage } from '../page';
import { Columns } from './Columns';
import { LeaveVisit } from './LeaveVisit';
import { PageBar } from './PageBar';
import { useClosed } from './useClosed';
import { useTitle } from './useTitle';
import { useWayIn, useWayOut } from './useWays';
import { endOf, type IVisit, isSingle, isSolo, visitOf } from './visit';
import type { VisitChat } from './visitChat';
import { VisitEnd } from './VisitEnd';

interface IVisitProps {
  page: IPage;
  chat: VisitChat;
  lobby: ILobbyView;
  navigation: PageNavigation;
}

export function Visit({ page, chat, lobby, navigation }: IVisitProps): ReactElement {
  const words = useWords();
  const { room } = useSyncExternalStore(navigation.subscribe, navigation.get);
  const left = useSyncExternalStore(chat.left.subscribe, chat.left.get);
  const visit = visitOf(lobby, left, page.config);
  const closed = useClosed(chat, room, isSolo(visit, room));
  useTitle(lobby, room);
  useWayOut(navigation, left);
  useWayIn(navigation, visit);
  const end = endOf(visit, room, closed, words);
  return end ? (
    <VisitEnd end={end} config={page.config} navigation={navigation} />
  ) : (
    <Rooms page={page} chat={chat} lobby={lobby} navigation={navigation} visit={visit} room={room} />
  );
}

interface IRoomsProps extends IVisitProps {
  visit: IVisit;
  room: string | null;
}

function Rooms({ page, chat, lobby, navigation, visit, room }: IRoomsProps): ReactElement {
  const [leaving, setLeaving] = useState(false);
  const mayLeave = visit.isGuest && visit.mine.length > 0;
  return (
    <>
      <PageBar page={page} me={lobby.me} shown={room} onLeave={mayLeave ? () => setLeaving(true) : undefined} />
      {leaving && <LeaveVisit chat={chat} mine={visit.mine} onDone={() => setLeaving(false)} />}
      {isSingle(visit) && room !== null ? (
        <main className="cc-Columns">
          <RoomGate key={room} chat={chat} room={room} />
        </main>
      ) : (
        <Columns chat={chat} navigation={navigation} />
      )}
    </>
  );
}
