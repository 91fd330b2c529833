/**
 * Gives the components of a room its client and what they may ask of each other. A component reads exactly the slices
 * it shows (`useRoom(view => view.turns)`), so a token of a streaming message does not re-render the roster.
 */
import { createContext, useContext, useMemo, useSyncExternalStore, type ReactElement, type ReactNode } from 'react';
import type { IRoomClient, IRoomView } from '../../core/api';
import type { IRights } from '../model/roles';

/** What opens below the room's header, one at a time. */
export type RoomTask = 'decisions' | 'export' | 'invite' | 'shares' | 'settings' | 'life' | 'leave';

/** Stable for the life of a room on screen. */
export interface IRoomActions {
  /** Scrolls to a row of the log and marks it; pages back while it is not loaded. */
  jumpTo: (key: string) => void;
  replyTo: (message: string | null) => void;
  /** Begins a prompt about a message: to the agent who wrote it, else to the one agent there is, else to choose one. */
  ask: (message: string) => void;
  edit: (message: string | null) => void;
  focusComposer: () => void;
  showMember: (participant: string | null) => void;
  openTask: (task: RoomTask | null) => void;
  /** Shows another room, where this page has a place for it. */
  openRoom: (room: string) => void;
}

export interface IRoomContext {
  client: IRoomClient;
  actions: IRoomActions;
}

const RoomContext = createContext<IRoomContext | null>(null);

export function RoomProvider(props: IRoomContext & { children: ReactNode }): ReactElement {
  const { client, actions, children } = props;
  const value = useMemo(() => ({ client, actions }), [client, actions]);
  return <RoomContext.Provider value={value}>{children}</RoomContext.Provider>;
}

function useRoomContext(): IRoomContext {
  const context = useContext(RoomContext);
  if (!context) {
    throw new Error('A room component was mounted outside of RoomProvider.');
  }
  return context;
}

export function useClient(): IRoomClient {
  return useRoomContext().client;
}

export function useRoomActions(): IRoomActions {
  return useRoomContext().actions;
}

/** `select` must return a part of the view, or a primitive; never a fresh object. */
export function useRoom<T>(select: (view: IRoomView) => T): T {
  const { client } = useRoomContext();
  const snapshot = (): T => select(client.getView());
  return useSyncExternalStore(listener => client.subscribe(listener), snapshot, snapshot);
}

const selectWhole = (view: IRoomView): IRoomView => view;

/** For the few components whose words depend on most of the view. */
export function useRoomView(): IRoomView {
  return useRoom(selectWhole);
}

/** Of someone who was removed: the last word on rights is the end of the room. */
const NOTHING: ReadonlySet<string> = new Set();

export function useRights(): IRights {
  const me = useRoom(view => view.me);
  const can = useRoom(view => (view.closed === null ? view.can : NOTHING));
  const members = useRoom(view => view.members);
  return useMemo(() => ({ me, can, members }), [me, can, members]);
}
