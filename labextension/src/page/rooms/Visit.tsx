/** Somebody among their rooms: the bar, the rooms, and the ends of both. */
import { useCallback, useEffect, useState, useSyncExternalStore, type ReactElement } from 'react';
import type { ICollabChat, ILobbyView } from '../../core/api';
import { useWords } from '../../ui/hooks/host';
import { RoomGate } from '../../ui/room/RoomGate';
import type { PageNavigation } from '../navigation';
import type { IPage } from '../page';
import { Columns } from './Columns';
import { LeaveVisit } from './LeaveVisit';
import { PageBar } from './PageBar';
import { useClosed } from './useClosed';
import { useTitle } from './useTitle';
import { endOf, type IVisit, isSingle, leftEnd, visitOf } from './visit';
import { VisitEnd } from './VisitEnd';

interface IVisitProps {
  page: IPage;
  chat: ICollabChat;
  lobby: ILobbyView;
  navigation: PageNavigation;
}

export function Visit({ page, chat, lobby, navigation }: IVisitProps): ReactElement {
  const words = useWords();
  const { room } = useSyncExternalStore(navigation.subscribe, navigation.get);
  const visit = visitOf(lobby, page.config);
  const closed = useClosed(chat, room);
  const [left, setLeft] = useState(false);
  useTitle(lobby, room);
  useOnlyRoom(navigation, left ? null : visit);
  const onLeft = useCallback(() => {
    setLeft(true);
    navigation.replace({ room: null, creating: false });
  }, [navigation]);
  const end = left ? leftEnd(words) : endOf(visit, room, closed, words);
  return end ? (
    <VisitEnd end={end} config={page.config} navigation={navigation} />
  ) : (
    <Rooms page={page} chat={chat} lobby={lobby} navigation={navigation} visit={visit} onLeft={onLeft} />
  );
}

interface IRoomsProps extends IVisitProps {
  visit: IVisit;
  onLeft: () => void;
}

function Rooms({ page, chat, lobby, navigation, visit, onLeft }: IRoomsProps): ReactElement {
  const [leaving, setLeaving] = useState(false);
  const { room } = navigation.get();
  const mayLeave = visit.isGuest && visit.mine.length > 0;
  return (
    <>
      <PageBar page={page} me={lobby.me} shown={room} onLeave={mayLeave ? () => setLeaving(true) : undefined} />
      {leaving && <LeaveVisit chat={chat} mine={visit.mine} onLeft={onLeft} onStay={() => setLeaving(false)} />}
      {isSingle(visit) && room !== null ? (
        <main className="cc-Columns cc-mod-single">
          <RoomGate key={room} chat={chat} room={room} onBack={onLeft} />
        </main>
      ) : (
        <Columns chat={chat} navigation={navigation} />
      )}
    </>
  );
}

/** Opens the one room that a guest has, so that the address names it and it survives a reload. */
function useOnlyRoom(navigation: PageNavigation, visit: IVisit | null): void {
  const only = visit?.isGuest && visit.mine.length === 1 ? visit.mine[0].id : null;
  useEffect(() => {
    if (only !== null && navigation.get().room === null) {
      navigation.replace({ room: only, creating: false });
    }
  }, [navigation, only]);
}
