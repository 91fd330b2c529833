/** The sidebar: the list of rooms, my access tokens, or one open room, in the same column. */
import { useSyncExternalStore, type ReactElement, type Ref } from 'react';
import type { ICollabChat } from '../core/api';
import type { INavigation, IRoomHandle } from './host';
import { RoomList } from './lobby/RoomList';
import { RoomGate } from './room/RoomGate';
import { TokensView } from './tokens/TokensView';

interface ISidebarViewProps {
  chat: ICollabChat;
  navigation: INavigation;
  handle?: Ref<IRoomHandle>;
}

export function SidebarView({ chat, navigation, handle }: ISidebarViewProps): ReactElement {
  const { room, creating, tokens, beside } = useSyncExternalStore(
    listener => navigation.subscribe(listener),
    () => navigation.getPlace()
  );
  const back = (): void => navigation.go({ room: null, creating: false });
  const open = (id: string): void => navigation.go({ room: id, creating: false });
  if (room === null && tokens) {
    return <MyTokens chat={chat} onBack={back} />;
  }
  if (room === null) {
    return (
      <RoomList
        lobby={chat.lobby}
        creating={creating}
        current={beside}
        onCreating={on => navigation.go({ room: null, creating: on })}
        onOpen={open}
        onTokens={() => navigation.go({ room: null, creating: false, tokens: true })}
      />
    );
  }
  return <RoomGate key={room} chat={chat} room={room} handle={handle} onBack={back} onOpen={open} />;
}

function MyTokens({ chat, onBack }: { chat: ICollabChat; onBack: () => void }): ReactElement {
  const { rooms } = useSyncExternalStore(
    listener => chat.lobby.subscribe(listener),
    () => chat.lobby.getView()
  );
  return <TokensView tokens={chat.tokens} rooms={rooms?.filter(room => room.member) ?? []} onBack={onBack} />;
}
