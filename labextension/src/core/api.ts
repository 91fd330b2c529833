/**
 * What the user interface may ask of the core. The UI knows these interfaces and `types.ts`, nothing else of the core.
 * Every view is immutable: a change replaces the object, unchanged parts keep their identity (`React.memo` relies on it).
 * `subscribe` and `getView` are bound: `useSyncExternalStore(client.subscribe, client.getView)` works as written.
 * `new CollabChat({ baseUrl })` (`index.ts`) makes the one `ICollabChat` of a page.
 */
import type {
  Consensus,
  IAccessToken,
  IAck,
  IAgent,
  IBallot,
  ICommand,
  IDecisionRecord,
  IInvitation,
  IInvite,
  IMe,
  IMember,
  IMessage,
  IPerson,
  IPoll,
  IPreferences,
  IPresence,
  IRejection,
  IRoomInfo,
  IRoomSummary,
  IShare,
  ITurn,
  Millis,
  ParticipantId,
  RoomId,
  Seq,
  ShareRole,
  TokenScope
} from './types';

export { mintId } from './ids';

/** `refused` is terminal: the server does not want this client here (removed, no such room, signed out). */
export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'connected'; latencyMs: number | null }
  | { kind: 'reconnecting'; attempt: number; retryAt: Millis }
  | { kind: 'polling'; retryAt: Millis }
  | { kind: 'refused'; code: number; reason: string };

/** A message of mine that the server has not confirmed. */
export interface IPendingMessage {
  id: string;
  body: string;
  at: Millis;
  to?: ParticipantId;
  reply_to?: string;
  /** Set when it failed: the sentence to show beside *Try again* and *Discard*. */
  failure: IRejection | null;
}

export interface IPollView extends IPoll {
  ballots: ReadonlyMap<ParticipantId, IBallot>;
}

/** A message as shown: `body` holds the live text while the message streams. */
export type IMessageView = IMessage;

export interface IRoomView {
  connection: ConnectionState;
  /** Null until the first welcome. */
  me: ParticipantId | null;
  /** Command types that my role and mute allow in the state the room is in (archived, to oneself). */
  can: ReadonlySet<string>;
  /** Null until the first sync. */
  room: IRoomInfo | null;
  members: ReadonlyMap<ParticipantId, IMember>;
  presence: ReadonlyMap<ParticipantId, IPresence>;
  agents: ReadonlyMap<ParticipantId, IAgent>;
  turns: ReadonlyMap<ParticipantId, ITurn>;
  /** Ascending by seq: pages that were loaded plus the document's window. */
  messages: readonly IMessageView[];
  hasOlder: boolean;
  loadingOlder: boolean;
  /** Names of authors in older pages who are no longer in `members`. */
  names: ReadonlyMap<ParticipantId, string>;
  pending: readonly IPendingMessage[];
  /** Ascending by seq. */
  polls: readonly IPollView[];
  receipts: ReadonlyMap<ParticipantId, Seq>;
  /** How often the lists outside the document changed: who shows one reads it again when its number rises. */
  listings: IListings;
  /** Set once I was removed, or the room was deleted: the sentence to show. */
  closed: string | null;
}

export interface IListings {
  invites: number;
  shares: number;
}

/** What only some may read about a room; each call asks the server, and rejects with `IRejection`. */
export interface IRoomPeople {
  /** People whom this server knows by a prefix of their name, without those who are in the room or invited. */
  find(query: string): Promise<readonly IPerson[]>;
  invites(): Promise<readonly IInvite[]>;
  shares(): Promise<readonly IShare[]>;
  /** Further rooms of mine that a link of this one may open. */
  shareable(): Promise<readonly IRoomSummary[]>;
  /** Returns the secret, this once. */
  createShare(terms: INewShare): Promise<string>;
}

/** What was decided, however long ago; each call asks the server, and rejects with `IRejection`. */
export interface IRoomAudit {
  /** Decided polls, newest first: the newest, or those opened before a seq. */
  decided(before?: Seq): Promise<IDecisionsPage>;
  /** All that the log tells of one poll. */
  record(poll: string): Promise<IDecisionRecord>;
  /** The record of every decision, as a download. */
  file(format: RecordFormat): Promise<Blob>;
  /** Everything that was said, as a download. */
  conversation(format: ConversationFormat): Promise<Blob>;
}

export type RecordFormat = 'md' | 'csv' | 'jsonl';
export type ConversationFormat = 'md' | 'ipynb' | 'jsonl' | 'chat';

export interface IDecisionsPage {
  polls: readonly IPollView[];
  /** Of everybody whom these polls name. */
  names: ReadonlyMap<ParticipantId, string>;
  hasMore: boolean;
}

export interface INewShare {
  label: string;
  role: ShareRole;
  /** Whether guests who come by it vote. */
  votes: boolean;
  expires_at: Millis;
  max_uses?: number;
  /** The rule of polls that those who come by it cause; absent: the room's. */
  consensus?: Consensus;
  /** Besides the room it is asked of. */
  rooms?: readonly RoomId[];
}

export interface IPostOptions {
  to?: ParticipantId;
  reply_to?: string;
}

export interface IRoomClient {
  readonly id: string;
  readonly people: IRoomPeople;
  readonly audit: IRoomAudit;
  /** For `useSyncExternalStore`. */
  subscribe(listener: () => void): () => void;
  getView(): IRoomView;
  /**
   * Shows the message as pending at once; resolves when it is durable, or when it failed or was discarded.
   * Never rejects: a failure stays in `pending`.
   */
  post(body: string, options?: IPostOptions): Promise<void>;
  retry(messageId: string): Promise<void>;
  discard(messageId: string): void;
  /** Any other command; rejects with `IRejection`. */
  send(command: ICommand): Promise<IAck>;
  /** Call at every keystroke with true, with false on send or blur; throttled inside. */
  setTyping(typing: boolean): void;
  /** Read up to here; forward only; coalesced inside. */
  markRead(seq: Seq): void;
  /** Loads one page. Never rejects: after a failure `hasOlder` stays true and calls within two seconds do nothing. */
  loadOlder(): Promise<void>;
  /** Milliseconds since the epoch by the server's clock. */
  serverNow(): Millis;
  reconnectNow(): void;
  dispose(): void;
}

export interface ILobbyView {
  connection: ConnectionState;
  me: IMe | null;
  /** Null until the first welcome. Rooms I am in and listed rooms (`member: false`), newest activity first. */
  rooms: readonly IRoomSummary[] | null;
  /** Those that wait for my answer, newest first. */
  invitations: readonly IInvitation[];
}

export interface ILobbyClient {
  subscribe(listener: () => void): () => void;
  getView(): ILobbyView;
  /** Returns the new room's id. `consensus` is set right after: a room is unanimous when it is made. */
  createRoom(fields: INewRoom): Promise<string>;
  joinRoom(room: string): Promise<void>;
  /** Returns the id of the room I am now in. */
  acceptInvitation(invitation: string): Promise<string>;
  declineInvitation(invitation: string): Promise<void>;
  /** Absent fields stay. */
  savePreferences(part: Partial<IPreferences>): Promise<void>;
  /** Sum over my rooms, without those left out. */
  unread(except?: readonly string[]): { unread: number; mentions: number };
  dispose(): void;
}

export interface INewRoom {
  name: string;
  topic?: string;
  visibility?: 'private' | 'listed';
  scope?: string;
  consensus?: Consensus;
}

export interface INewToken {
  label: string;
  rooms: readonly string[];
  scope: TokenScope;
  expires_at: Millis;
}

/** My access tokens: what scripts of mine may do. Every call rejects with `IRejection`. */
export interface ITokens {
  list(): Promise<readonly IAccessToken[]>;
  /** Returns the secret, this once. */
  mint(fields: INewToken): Promise<string>;
  revoke(token: string): Promise<void>;
}

/** Composition root of the core: one per page. Rooms are shared: `open` counts, `IRoomClient.dispose` releases. */
export interface ICollabChat {
  readonly lobby: ILobbyClient;
  readonly tokens: ITokens;
  open(room: string): IRoomClient;
  dispose(): void;
}
