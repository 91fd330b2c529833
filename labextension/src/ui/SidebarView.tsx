/** The sidebar: the list of rooms, or one open room in the same column. */
import { useSyncExternalStore, type ReactElement, type Ref } from 'react';
import type { ICollabChat } from '../core/api';
import type { INavigation, IRoomHandle } from './host';
import { RoomList } from './lobby/RoomList';
import { RoomGate } from './room/RoomGate';

interface ISidebarViewProps {
  chat: ICollabChat;
  navigation: INavigation;
  handle?: Ref<IRoomHandle>;
}

export function SidebarView({ chat, navigation, handle }: ISidebarViewProps): ReactElement {
  const { room, creating } = useSyncExternalStore(
    listener => navigation.subscribe(listener),
    () => navigation.getPlace()
  );
  if (room === null) {
    return (
      <RoomList
        lobby={chat.lobby}
        creating={creating}
        onCreating={on => navigation.go({ room: null, creating: on })}
        onOpen={id => navigation.go({ room: id, creating: false })}
      />
    );
  }
  const back = (): void => navigation.go({ room: null, creating: false });
  return <RoomGate key={room} chat={chat} room={room} handle={handle} onBack={back} />;
}
