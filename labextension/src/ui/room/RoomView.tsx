/**
 * One room on one surface (sidebar, tab, notebook panel): header, faces, log, turn, composer; from 900 px on also a
 * roster and the decisions beside it. Owns what the parts ask of each other, nothing of the room's state.
 */
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type ReactElement,
  type Ref,
  type RefObject
} from 'react';
import type { IRoomClient, IRoomView } from '../../core/api';
import type { IRoomHandle } from '../host';
import { useHost } from '../hooks/host';
import { RoomProvider, type IRoomActions, type RoomTask } from '../hooks/room';
import { useWidth } from '../hooks/useWidth';
import { Composer, type IComposerHandle } from '../composer/Composer';
import { TurnBars } from '../composer/TurnBar';
import { TypingLine } from '../composer/TypingLine';
import { MessageLog, type ILogHandle } from '../log/MessageLog';
import { pollKey } from '../model/grouping';
import { waitingForMe } from '../model/tally';
import { TEST_IDS } from '../testids';
import { Decisions } from './Decisions';
import { Faces } from './Faces';
import { MemberCard } from './MemberCard';
import { RoomHeader } from './RoomHeader';
import { Roster } from './Roster';

const WIDE = 900;

interface IRoomViewProps {
  client: IRoomClient;
  handle?: Ref<IRoomHandle>;
  /** Absent where there is no list of rooms to go back to. */
  onBack?: () => void;
  /** Absent where only this room is shown. */
  onOpen?: (room: string) => void;
}

export function RoomView({ client, handle, onBack, onOpen }: IRoomViewProps): ReactElement {
  const root = useRef<HTMLDivElement>(null);
  const log = useRef<ILogHandle>(null);
  const composer = useRef<IComposerHandle>(null);
  const [reply, setReply] = useState<string | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const [member, setMember] = useState<string | null>(null);
  const [task, setTask] = useState<RoomTask | null>(null);
  const wide = useWidth(root) >= WIDE;
  const openRoom = useOpenRoom(onOpen);
  const actions = useActions(client, { log, composer }, { setReply, setEditing, setMember, setTask, openRoom });
  useImperativeHandle(handle, () => roomHandle(client, actions), [client, actions]);
  return (
    <RoomProvider client={client} actions={actions}>
      <div
        ref={root}
        className={`cc-Room ${wide ? 'cc-mod-wide' : ''}`}
        data-testid={TEST_IDS.room}
        data-room={client.id}
      >
        <RoomHeader task={task} onBack={onBack} />
        {!wide && <Faces shown={member} />}
        <div className="cc-Room-columns">
          {wide && <Roster shown={member} />}
          <div className="cc-Room-column">
            {member !== null && <MemberCard key={member} id={member} />}
            <MessageLog editing={editing} handle={log} />
            <TurnBars />
            <TypingLine />
            <Composer reply={reply} handle={composer} />
          </div>
          {wide && <Decisions />}
        </div>
      </div>
    </RoomProvider>
  );
}

interface IParts {
  log: RefObject<ILogHandle>;
  composer: RefObject<IComposerHandle>;
}

interface ISetters {
  setReply: (message: string | null) => void;
  setEditing: (message: string | null) => void;
  setMember: (participant: string | null) => void;
  setTask: (task: RoomTask | null) => void;
  openRoom: (room: string) => void;
}

/** The same function for ever, whatever the page hands in anew with each render. */
function useOpenRoom(onOpen?: (room: string) => void): (room: string) => void {
  const { actions } = useHost();
  const open = useRef<(room: string) => void>();
  useEffect(() => {
    open.current = onOpen ?? actions.openInMain;
  }, [onOpen, actions]);
  return useCallback(room => open.current?.(room), []);
}

/** `setters` are React's own and never change; the actions must not either, or every row would render again. */
function useActions(
  client: IRoomClient,
  { log, composer }: IParts,
  { setReply, setEditing, setMember, setTask, openRoom }: ISetters
): IRoomActions {
  return useMemo<IRoomActions>(
    () => ({
      jumpTo: key => log.current?.jumpTo(key),
      replyTo: message => {
        setReply(message);
        composer.current?.focus();
      },
      ask: message => {
        setReply(message);
        askAbout(client.getView(), message, composer.current);
      },
      edit: setEditing,
      focusComposer: () => composer.current?.focus(),
      showMember: setMember,
      openTask: setTask,
      openRoom
    }),
    [client, log, composer, setReply, setEditing, setMember, setTask, openRoom]
  );
}

/** A reply asks the agent it replies to; about what a person wrote, one is named. */
function askAbout({ messages, members, agents }: IRoomView, message: string, composer: IComposerHandle | null): void {
  const author = messages.find(({ id }) => id === message)?.author ?? '';
  const [lone, ...more] = agents.keys();
  if (agents.has(author)) {
    composer?.focus();
  } else {
    composer?.ask(more.length === 0 ? (members.get(lone)?.handle ?? null) : null);
  }
}

function roomHandle(client: IRoomClient, actions: IRoomActions): IRoomHandle {
  return {
    focusComposer: () => actions.focusComposer(),
    nextVote: () => {
      const { polls, me } = client.getView();
      const next = waitingForMe(polls, me)[0];
      if (next) {
        actions.jumpTo(pollKey(next.id));
      }
      return next !== undefined;
    }
  };
}
