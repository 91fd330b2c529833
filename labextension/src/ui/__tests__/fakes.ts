/** An `IRoomClient` and an `ILobbyClient` in memory: a view that tests set, and a record of what was sent. */
import type {
  ICollabChat,
  ILobbyClient,
  ILobbyView,
  INewRoom,
  IPollView,
  IPostOptions,
  IRoomClient,
  IRoomView
} from '../../core/api';
import type {
  IAck,
  IBallot,
  ICommand,
  IMember,
  IMessage,
  IPreferences,
  IRejection,
  ParticipantId
} from '../../core/types';
import { FakeAudit } from './fakeAudit';
import { FakePeople, FakeTokens } from './fakePeople';
import type { IHost, IRendered, ISettings, IWords } from '../host';

export const NOW = Date.UTC(2026, 0, 15, 10, 45, 0);
export const ALL_COMMANDS =
  'post_message edit_message redact_message mark_read leave open_poll cast_ballot close_poll override_poll stop_turn cancel_prompt rename_room set_topic set_policy delete_room set_role remove_member mute unmute add_agent remove_agent start_agent stop_agent restart_agent configure_agent invite revoke_invite create_share revoke_share confirm_share transfer_ownership set_nickname set_collaboration archive_room unarchive_room clear_room rollback fork_room';

/** A rejection as `send` gives it. */
export class Refused extends Error implements IRejection {
  [detail: string]: unknown;
  constructor(
    readonly code: string,
    message: string
  ) {
    super(message);
  }
}

class Source<T> {
  private readonly listeners = new Set<() => void>();
  constructor(private view: T) {}
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly getView = (): T => this.view;
  update(part: Partial<T>): void {
    this.view = { ...this.view, ...part };
    this.listeners.forEach(listener => listener());
  }
}

export class FakeRoom extends Source<IRoomView> implements IRoomClient {
  readonly id: string;
  readonly people = new FakePeople();
  readonly audit = new FakeAudit();
  readonly sent: ICommand[] = [];
  /** What the next acks carry besides their seq. */
  result: object = {};
  readonly posts: { body: string; options?: IPostOptions }[] = [];
  readonly typing: boolean[] = [];
  readonly calls: string[] = [];
  /** Set to have the next commands refused. */
  refusal: Refused | null = null;

  constructor(part: Partial<IRoomView> = {}) {
    super(roomView(part));
    this.id = this.getView().room?.id ?? 'r1';
  }
  post(body: string, options?: IPostOptions): Promise<void> {
    this.posts.push({ body, options });
    return Promise.resolve();
  }
  retry(messageId: string): Promise<void> {
    this.calls.push(`retry ${messageId}`);
    return Promise.resolve();
  }
  discard(messageId: string): void {
    this.calls.push(`discard ${messageId}`);
  }
  send(command: ICommand): Promise<IAck> {
    this.sent.push(command);
    return this.refusal ? Promise.reject(this.refusal) : Promise.resolve({ seq: 1, ...this.result });
  }
  setTyping(typing: boolean): void {
    this.typing.push(typing);
  }
  markRead(seq: number): void {
    this.calls.push(`read ${seq}`);
  }
  loadOlder(): Promise<void> {
    this.calls.push('older');
    return Promise.resolve();
  }
  serverNow(): number {
    return NOW;
  }
  reconnectNow(): void {
    this.calls.push('reconnect');
  }
  dispose(): void {
    this.calls.push('dispose');
  }
}

export class FakeLobby extends Source<ILobbyView> implements ILobbyClient {
  readonly calls: string[] = [];
  refusal: Refused | null = null;
  constructor(part: Partial<ILobbyView> = {}) {
    super({ connection: { kind: 'connected', latencyMs: 3 }, me: ME, rooms: [], invitations: [], ...part });
  }
  createRoom({ name, consensus }: INewRoom): Promise<string> {
    this.calls.push(`create ${name} ${consensus}`);
    return Promise.resolve('new-room');
  }
  joinRoom(room: string): Promise<void> {
    this.calls.push(`join ${room}`);
    return Promise.resolve();
  }
  acceptInvitation(invitation: string): Promise<string> {
    this.calls.push(`accept ${invitation}`);
    return this.refusal ? Promise.reject(this.refusal) : Promise.resolve('r1');
  }
  declineInvitation(invitation: string): Promise<void> {
    this.calls.push(`decline ${invitation}`);
    return Promise.resolve();
  }
  savePreferences(part: Partial<IPreferences>): Promise<void> {
    this.calls.push(`save ${JSON.stringify(part)}`);
    return this.refusal ? Promise.reject(this.refusal) : Promise.resolve();
  }
  unread(): { unread: number; mentions: number } {
    return { unread: 0, mentions: 0 };
  }
  dispose(): void {
    this.calls.push('dispose');
  }
}

export const ME: NonNullable<ILobbyView['me']> = {
  id: 'user:ann',
  kind: 'user',
  name: 'Ann Archer',
  can_create_rooms: true,
  via: null,
  agents: [
    { id: 'runner', name: 'runner', description: 'Runs code that the room approves', settings: [], can_add: true }
  ],
  preferences: { nickname: '', receipts: true }
};

export function fakeChat(lobby: FakeLobby, rooms: Record<string, FakeRoom>): ICollabChat {
  return { lobby, tokens: new FakeTokens(), open: room => rooms[room], dispose: () => undefined };
}

export function member(name: string, part: Partial<IMember> = {}): IMember {
  const handle = name.split(' ')[0].toLowerCase();
  return { name, handle, kind: 'user', role: 'collaborator', joined_at: NOW, ...part };
}

export const MEMBERS: ReadonlyMap<ParticipantId, IMember> = new Map([
  ['user:ann', member('Ann Archer', { role: 'owner' })],
  ['user:bob', member('Bob Baker')],
  ['user:cyd', member('Cyd Cole')],
  ['user:dee', member('Dee Drew', { role: 'observer' })],
  ['agent:runner', member('runner', { kind: 'agent', handle: 'runner' })]
]);

export function roomView(part: Partial<IRoomView> = {}): IRoomView {
  const policy = {
    consensus: 'unanimous',
    prompts: 'queue',
    answers: 'addressed',
    rollback: 'moderators',
    join_role: 'collaborator',
    absent_after: 120
  } as const;
  return {
    connection: { kind: 'connected', latencyMs: 3 },
    me: 'user:ann',
    can: new Set(ALL_COMMANDS.split(' ')),
    room: {
      id: 'r1',
      name: 'churn model',
      topic: '',
      visibility: 'private',
      scope: null,
      owner: 'user:ann',
      collaboration: true,
      archived: false,
      policy,
      created_at: NOW,
      epoch: 'e',
      first_seq: 1,
      older: false
    },
    members: MEMBERS,
    presence: new Map([
      ['user:ann', { online: true, typing: false }],
      ['user:bob', { online: true, typing: false }]
    ]),
    agents: new Map([['agent:runner', { name: 'runner', status: 'running', since: NOW, settings: {} }]]),
    turns: new Map(),
    messages: [],
    hasOlder: false,
    loadingOlder: false,
    names: new Map(),
    pending: [],
    polls: [],
    receipts: new Map(),
    listings: { invites: 0, shares: 0 },
    closed: null,
    ...part
  };
}

export function message(seq: number, author: ParticipantId, body: string, part: Partial<IMessage> = {}): IMessage {
  const at = NOW - 600_000 + seq * 1000;
  return { id: `message-${seq}`, seq, author, kind: 'text', body, at, status: 'complete', mentions: [], ...part };
}

export function poll(seq: number, part: Partial<IPollView> = {}): IPollView {
  return {
    id: `poll-${seq}`,
    subject: 'execution',
    title: 'Run this code?',
    detail: 'df = df.drop_duplicates()\nlen(df)',
    options: [
      { id: 'approve', label: 'Approve' },
      { id: 'deny', label: 'Deny' }
    ],
    policy: 'unanimous',
    seats: ['user:ann', 'user:bob', 'user:cyd'],
    by: 'agent:runner',
    seq,
    opened_at: NOW - 600_000 + seq * 1000,
    hash: 'h1',
    state: 'open',
    ballots: new Map(),
    ...part
  };
}

export function ballot(choice: string, part: Partial<IBallot> = {}): IBallot {
  return { ballot_id: `ballot-${choice}`, choice, at: NOW, ...part };
}

/** Gettext without translations: fills in %1, %2. */
export const words: IWords = {
  __: (msgid, ...args) => fill(msgid, args),
  _n: (singular, plural, n, ...args) => fill(n === 1 ? singular : plural, [n, ...args])
};

function fill(text: string, args: readonly unknown[]): string {
  return text.replace(/%(\d)/g, (_, index: string) => String(args[Number(index) - 1]));
}

function asText(text: string): Promise<IRendered> {
  const node = document.createElement('div');
  node.textContent = text;
  return Promise.resolve({ node, dispose: () => node.remove() });
}

export const SETTINGS: ISettings = {
  sendWith: 'enter',
  typingNotices: true,
  mutedRooms: [],
  newRoomConsensus: 'unanimous'
};

export function fakeHost(part: Partial<IHost> = {}): IHost {
  return {
    words,
    renderer: { markdown: asText, output: bundle => asText(JSON.stringify(bundle)) },
    Icon: ({ name }) => name,
    settings: SETTINGS,
    actions: { copy: () => undefined },
    offeredAgents: ME.agents,
    ...part
  };
}
