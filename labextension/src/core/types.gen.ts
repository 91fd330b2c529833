/**
 * Shapes that travel on the wire (docs/protocol.md), made from the server's types by `python -m tools.wire_types`.
 * Do not edit. Owns no behaviour. Times are integer milliseconds since the epoch, from the server.
 */
import type { MimeBundle } from './mime';

export type RoomId = string;

export type Visibility = 'private' | 'listed';

/** user:<username>, guest:<id>, agent:<id>, system:<what> */
export type ParticipantId = string;

export type Consensus = 'owner' | 'anyone' | 'majority' | 'unanimous';

/** How a room decides and answers. `absent_after` in seconds. */
export interface IPolicy {
  consensus: Consensus;
  prompts: 'queue' | 'refuse';
  answers: 'addressed' | 'all';
  join_role: 'collaborator' | 'observer';
  absent_after: number;
  /** Who takes back what was said: a moderator alone, or the room. */
  rollback: 'moderators' | 'vote';
}

/** Milliseconds since the epoch, by the server's clock. */
export type Millis = number;

/** Position in a room's log, from 1; 0 means "before anything". */
export type Seq = number;

/** The room's settings. `first_seq`: seq of the window's oldest message, 0 if none; `older`: older ones exist. */
export interface IRoomInfo {
  id: RoomId;
  name: string;
  topic: string;
  visibility: Visibility;
  scope: string | null;
  owner: ParticipantId;
  collaboration: boolean;
  archived: boolean;
  policy: IPolicy;
  created_at: Millis;
  epoch: string;
  first_seq: Seq;
  older: boolean;
}

export type Role = 'owner' | 'moderator' | 'collaborator' | 'observer' | 'left';

export type ShareId = string;

/** One admitted participant; `left` when they are gone but wrote in the window. */
export interface IMember {
  name: string;
  handle: string;
  kind: string;
  role: Role;
  joined_at: Millis;
  muted?: boolean;
  /** The share they came by, as long as it is one of their grants. */
  via?: ShareId;
}

export type MessageId = string;

export type MessageKind = 'text' | 'output' | 'system';

export type MessageStatus =
  | 'queued'
  | 'processing'
  | 'thinking'
  | 'executing'
  | 'streaming'
  | 'complete'
  | 'error'
  | 'cancelled'
  | 'interrupted'
  | 'redacted';

/** What an agent's message cost. */
export interface IUsage {
  response_ms?: number;
  input_tokens?: number;
  output_tokens?: number;
  /** By the prices of the server's configuration, in the currency of these. */
  cost?: number;
}

export type TurnId = string;

/** Where a copied message comes from; of a forked room, up to where its copies go. */
export interface IOrigin {
  room: RoomId;
  seq: Seq;
}

/** One message as everybody sees it. `mime`: one bundle per output, in order. */
export interface IMessageValue {
  id: MessageId;
  seq: Seq;
  author: ParticipantId;
  at: Millis;
  body: string;
  kind?: MessageKind;
  status?: MessageStatus;
  edited_at?: Millis;
  to?: ParticipantId;
  reply_to?: MessageId;
  mentions?: ParticipantId[];
  mime?: MimeBundle[];
  usage?: IUsage;
  turn?: TurnId;
  via?: string;
  /** It is a copy: nobody edits it (RULES 28). */
  origin?: IOrigin;
  /** Who ended it before its agent did. */
  stopped_by?: ParticipantId;
}

/** A prompt that waits for its agent. */
export interface IQueuedPrompt {
  message: MessageId;
  holder: ParticipantId;
  at: Millis;
}

/** Who drives an agent and who waits; there only while it is held or queued for. */
export interface ITurn {
  turn?: TurnId;
  holder?: ParticipantId;
  message?: MessageId;
  since?: Millis;
  settings?: { [key: string]: unknown };
  queue: IQueuedPrompt[];
}

export type PollId = string;

export type PollSubject = 'plan' | 'permission' | 'execution' | 'write' | 'question' | 'plain';

/** One choice of a poll. */
export interface IPollOption {
  id: string;
  label: string;
}

export type PollState = 'open' | 'decided' | 'cancelled';

export type EffectState = 'pending' | 'running' | 'done' | 'failed' | 'unknown';

/** What an open poll lacks that enough seats approve: somebody who may do the effect, or one more approval. */
export type Need = 'sponsor' | 'ballot';

export type Consented = 'rollback';

/** A question before the room. `detail` of an effect holds its exact bytes (RULES 1). */
export interface IPoll {
  id: PollId;
  subject: PollSubject;
  title: string;
  detail: string;
  options: IPollOption[];
  policy: Consensus;
  seats: ParticipantId[];
  by: ParticipantId;
  seq: Seq;
  opened_at: Millis;
  message?: MessageId;
  turn?: TurnId;
  deadline?: Millis;
  hash?: string;
  state: PollState;
  outcome?: string;
  effect?: EffectState;
  reason?: string;
  resolved_at?: Millis;
  /** Why it is open although enough seats approve. */
  needs?: Need;
  /** Whose prompt an agent's poll comes from. */
  asker?: ParticipantId;
  prompt?: MessageId;
  /** A question that takes several options. */
  multiple?: boolean;
  /** What the room itself does once this is approved: `rollback`, to `message`. */
  then?: Consented;
  /** What its sponsor must hold on this server, as `resource:action` (RULES 4). */
  right?: string;
}

export type BallotId = string;

/** One member's current vote. `may_run`: the voter had the right to do the effect when voting. */
export interface IBallot {
  ballot_id: BallotId;
  choice: string;
  at: Millis;
  reason?: string;
  answers?: { [key: string]: unknown };
  /** Of a question that takes several options: all that were chosen, in its order; `choice` is the first. */
  choices?: string[];
}

export type AgentStatus = 'stopped' | 'starting' | 'running' | 'stopping' | 'error';

/** What an agent has taken in a room since its period began (`facts.Budget`). `seconds` of work, begun ones. */
export interface ISpent {
  since: Millis;
  turns: number;
  tokens: number;
  seconds: number;
}

/** An agent of this room and how it is. */
export interface IAgent {
  name: string;
  status: AgentStatus;
  since: Millis;
  detail?: string;
  error?: string;
  settings: { [key: string]: unknown };
  spent?: ISpent;
}

/** The answer to a room's hello. `can`: the types of command that my role and mute allow. */
export interface IRoomWelcome {
  session: string;
  me: ParticipantId;
  room: RoomId;
  epoch: string;
  can: string[];
  now: Millis;
}

/** The newest message of a room, its body cut to 200 characters. */
export interface ILastMessage {
  author: ParticipantId;
  author_name: string;
  body: string;
  at: Millis;
  seq: Seq;
}

/** One row of `GET rooms`. `role` and `last` are for members; `unread` stops counting at 100. */
export interface IRoomSummary {
  id: RoomId;
  name: string;
  topic: string;
  visibility: Visibility;
  scope: string | null;
  owner: ParticipantId;
  owner_name: string;
  members: number;
  online: number;
  collaboration: boolean;
  archived: boolean;
  member: boolean;
  unread: number;
  mentions: number;
  role?: Role;
  last?: ILastMessage;
}

export type InviteId = string;

/** What the owner, and below their own rank a moderator, makes of somebody. */
export type GrantedRole = 'moderator' | 'collaborator' | 'observer';

/** A pending invitation as the invited person sees it, read without opening the room. */
export interface IInvitation {
  id: InviteId;
  room: RoomId;
  room_name: string;
  by: ParticipantId;
  by_name: string;
  role: GrantedRole;
  members: number;
  at: Millis;
  expires_at: Millis;
}

/** The answer to the lobby's hello. */
export interface ILobbyWelcome {
  session: string;
  me: ParticipantId;
  rooms: IRoomSummary[];
  invitations: IInvitation[];
  now: Millis;
}

/** Where somebody is: a notebook and a cell. */
export interface IAt {
  path: string;
  cell: string;
}

/** How a participant is here; `at` only in rooms about a folder, while no guest is a member. */
export interface IPresence {
  online: boolean;
  typing: boolean;
  at?: IAt;
}

/** How a form shows a setting. */
export type SettingKind = 'choice' | 'flag' | 'number' | 'text';

/** One choice of a setting; the empty id leaves it to the server. */
export interface ISettingChoice {
  id: string;
  label: string;
}

/** A setting of an agent in a room. `default` null: left open unless set; `step` 1: whole numbers. */
export interface IAgentSetting {
  name: string;
  title: string;
  kind: SettingKind;
  default: string | number | boolean | null;
  choices?: ISettingChoice[];
  min?: number;
  max?: number;
  step?: number;
  help?: string;
}

export type Period = 'hour' | 'day' | 'week';

/** What an agent may take in a room within a period, which begins with the first prompt after the last one. */
export interface IBudgetValue {
  per: Period;
  turns?: number;
  tokens?: number;
  seconds?: number;
}

/**
 * An agent that this server offers. `budget`: what it may take in each room, if that is limited.
 *
 * `can_add`: false if the server keeps it for others; where it is in a room it can still be asked and set.
 */
export interface IOffer {
  id: string;
  name: string;
  description: string;
  settings: IAgentSetting[];
  can_add: boolean;
  budget?: IBudgetValue;
}

/** How I want to be in rooms. `nickname` "": my name here; `receipts`: others see how far I have read. */
export interface IPreferences {
  nickname: string;
  receipts: boolean;
}

/** `GET me`: who this server takes me for. `via` is `token` for an access token, null for a login. */
export interface IMe {
  id: ParticipantId;
  kind: string;
  name: string;
  can_create_rooms: boolean;
  via: 'token' | null;
  agents: IOffer[];
  preferences: IPreferences;
  guest?: boolean;
}

/** `GET rooms`: newest activity first. */
export interface IRoomsAnswer {
  rooms: IRoomSummary[];
  invitations: IInvitation[];
}

/** `POST ticket`: good for one socket, within 30 s. */
export interface ITicketAnswer {
  ticket: string;
}

/** Somebody whom this server knows. */
export interface IPerson {
  id: ParticipantId;
  name: string;
}

/** `GET people`. */
export interface IPeopleAnswer {
  people: IPerson[];
}

/** A pending invitation as those see it who may invite. */
export interface IInvite {
  id: InviteId;
  who: ParticipantId;
  name: string;
  role: GrantedRole;
  by: ParticipantId;
  by_name: string;
  at: Millis;
  expires_at: Millis;
}

/** `GET rooms/{room}/invites`: newest first. */
export interface IInvitesAnswer {
  invites: IInvite[];
}

/** What a share link makes of somebody (RULES 22). */
export type ShareRole = 'collaborator' | 'observer';

/** Whether a link admits people, or why not. */
export type ShareState = 'live' | 'expired' | 'used_up' | 'suspended';

/** Why a share admits nobody until the owner confirms it. */
export type Suspension = 'transferred' | 'blocked' | 'solo' | 'archived' | 'deleted';

/** A share link as the owner sees it: never its secret. `connections`: sessions of those who came by it. */
export interface IShare {
  id: ShareId;
  label: string;
  rooms: RoomId[];
  role: ShareRole;
  votes: boolean;
  consensus: Consensus | null;
  by: ParticipantId;
  at: Millis;
  expires_at: Millis;
  max_uses: number | null;
  uses: number;
  state: ShareState;
  suspended: Suspension | null;
  connections: number;
}

/** `GET rooms/{room}/shares`: newest first. */
export interface ISharesAnswer {
  shares: IShare[];
}

export type TokenScope = 'read' | 'post' | 'ask';

/** One of my access tokens: never its secret. */
export interface IAccessToken {
  id: string;
  label: string;
  rooms: RoomId[];
  scope: TokenScope;
  expires_at: Millis;
  created_at: Millis;
}

/** `GET tokens`: newest first. */
export interface ITokensAnswer {
  tokens: IAccessToken[];
}

/**
 * `GET rooms/{room}`: the document's roots without its messages, who is online, and what I may do.
 *
 * `invites` and `shares` say how long the lists are that only some may read.
 */
export interface IRoomResource {
  room: IRoomInfo;
  members: { [key: ParticipantId]: IMember };
  turns: { [key: ParticipantId]: ITurn };
  polls: { [key: PollId]: IPoll };
  ballots: { [key: string]: IBallot };
  agents: { [key: ParticipantId]: IAgent };
  receipts: { [key: ParticipantId]: Seq };
  online: ParticipantId[];
  can: string[];
  invites?: number;
  shares?: number;
  seq: Seq;
  now: Millis;
}

/** `GET rooms/{room}/messages`: ascending by seq. `has_more` in the direction asked for; `names` of the authors. */
export interface IMessagePage {
  messages: IMessageValue[];
  has_more: boolean;
  names: { [key: ParticipantId]: string };
}

/** One step to a decision or from it. `who`: whose ballot or seat it is, or who sponsors; `by`: who caused it. */
export interface IAct {
  seq: Seq;
  at: Millis;
  by: ParticipantId;
  what: 'ballot' | 'seat_lost' | 'override' | 'resolved' | 'claim' | 'effect';
  who?: ParticipantId;
  choice?: string;
  choices?: string[];
  reason?: string;
  answers?: { [key: string]: unknown };
  ballot_id?: BallotId;
  /** The voter had the right to do the effect when voting. */
  may_run?: boolean;
  /** A ballot that did not count in the end: another took its place, or it went with its seat. */
  void?: 'replaced' | 'lost';
  outcome?: string;
  effect?: EffectState;
}

/** A poll from its opening to the end of its effect. `seats`: who was asked when it opened. */
export interface IDecision {
  id: PollId;
  seq: Seq;
  opened_at: Millis;
  by: ParticipantId;
  subject: PollSubject;
  title: string;
  detail: string;
  options: IPollOption[];
  policy: Consensus;
  seats: ParticipantId[];
  state: PollState;
  hash?: string;
  deadline?: Millis;
  asker?: ParticipantId;
  prompt?: MessageId;
  message?: MessageId;
  turn?: TurnId;
  multiple?: boolean;
  /** What a sponsor must be allowed to do on this server. */
  right?: string;
  /** What the room itself does once this is approved. */
  then?: Consented;
  outcome?: string;
  reason?: string;
  resolved_at?: Millis;
  overridden?: boolean;
  sponsor?: ParticipantId;
  effect?: EffectState;
  effect_reason?: string;
  acts?: IAct[];
}

/** The prompt that a decision comes from. Its body is there unless it was redacted, or all messages were cleared. */
export interface IPromptValue {
  id: MessageId;
  state: 'shown' | 'redacted' | 'cleared';
  at?: Millis;
  body?: string;
}

/** `GET rooms/{room}/decisions/{poll}`, and a line of the export: all that the log tells of one decision. */
export interface IDecisionRecord {
  decision: IDecision;
  names: { [key: ParticipantId]: string };
  prompt?: IPromptValue;
}

/** An id minted by a client: 8 to 64 characters of `A-Za-z0-9_-`. */
export type MintedId = string;

/** Make a room that the sender owns. `request` makes a resend harmless. */
export interface ICreateRoom {
  type: 'create_room';
  request: MintedId;
  name: string;
  topic?: string;
  visibility?: 'private' | 'listed';
  scope?: string | null;
}

/** Give the room another name. */
export interface IRenameRoom {
  type: 'rename_room';
  name: string;
}

/** Say what the room is about. */
export interface ISetTopic {
  type: 'set_topic';
  topic: string;
}

/** Change how the room decides; open polls keep theirs. Absent fields stay. */
export interface ISetPolicy {
  type: 'set_policy';
  consensus?: Consensus | null;
  prompts?: 'queue' | 'refuse' | null;
  answers?: 'addressed' | 'all' | null;
  visibility?: 'private' | 'listed' | null;
  join_role?: 'collaborator' | 'observer' | null;
  absent_after?: number | null;
  rollback?: 'moderators' | 'vote' | null;
}

/** Have the room to oneself (off), or share it again (on). */
export interface ISetCollaboration {
  type: 'set_collaboration';
  on: boolean;
}

/** Keep the room to be read; nobody changes it any more. */
export interface IArchiveRoom {
  type: 'archive_room';
}

/** Use an archived room again. */
export interface IUnarchiveRoom {
  type: 'unarchive_room';
}

/** Take all messages away for ever; what was decided stays on record. */
export interface IClearRoom {
  type: 'clear_room';
}

/** Take away everything that was said after a message; under the policy `vote` the room decides on it. */
export interface IRollback {
  type: 'rollback';
  message: string;
}

/** Make a new room of one's own with what was said here up to a message. `request` makes a resend harmless. */
export interface IForkRoom {
  type: 'fork_room';
  request: MintedId;
  until: string;
  name: string;
}

/** End the room for everybody. */
export interface IDeleteRoom {
  type: 'delete_room';
}

/** Become a member of a listed room. */
export interface IJoinRoom {
  type: 'join_room';
}

/** Stop being a member. */
export interface ILeave {
  type: 'leave';
}

/** Put a member of lower rank out of the room. */
export interface IRemoveMember {
  type: 'remove_member';
  who: string;
  block?: boolean;
}

/** Give a member of lower rank another role below one's own. */
export interface ISetRole {
  type: 'set_role';
  who: string;
  role: GrantedRole;
}

/** Let a member of lower rank only read. */
export interface IMute {
  type: 'mute';
  who: string;
}

/** Let a muted member speak again. */
export interface IUnmute {
  type: 'unmute';
  who: string;
}

/** Hand the room to an unmuted user. */
export interface ITransferOwnership {
  type: 'transfer_ownership';
  who: string;
}

/** Be shown under another name in this room. */
export interface ISetNickname {
  type: 'set_nickname';
  name: string;
}

/** Keep a place for somebody whom this server knows. */
export interface IInviteCommand {
  type: 'invite';
  who: string;
  role?: GrantedRole;
  expires_at?: number | null;
}

/** Take a pending invitation back. */
export interface IRevokeInvite {
  type: 'revoke_invite';
  invite: string;
}

/** Become the member one was invited to be. */
export interface IAcceptInvite {
  type: 'accept_invite';
  invite: string;
}

/** Give the place back. */
export interface IDeclineInvite {
  type: 'decline_invite';
  invite: string;
}

/**
 * Make a link by which others become members of `rooms`, of which this is one. `request` makes a resend harmless.
 *
 * `votes`: guests who come by it vote. `consensus`: how the polls that they cause are decided.
 */
export interface ICreateShare {
  type: 'create_share';
  request: MintedId;
  rooms: string[];
  role: ShareRole;
  label?: string;
  consensus?: Consensus | null;
  votes?: boolean;
  expires_at?: number | null;
  max_uses?: number | null;
}

/** End a link and every membership it granted. */
export interface IRevokeShare {
  type: 'revoke_share';
  share: string;
}

/** Let a suspended link admit people again, now as one's own. */
export interface IConfirmShare {
  type: 'confirm_share';
  share: string;
}

/** Say something; a message addressed to an agent is a prompt. */
export interface IPostMessage {
  type: 'post_message';
  message_id: MintedId;
  body: string;
  to?: string | null;
  reply_to?: string | null;
}

/** Change one's own message. */
export interface IEditMessage {
  type: 'edit_message';
  message: string;
  body: string;
}

/** Take a message's content away for ever. */
export interface IRedactMessage {
  type: 'redact_message';
  message: string;
}

/** Have read up to `seq`; only forward. Not logged: a row per person. */
export interface IMarkRead {
  type: 'mark_read';
  seq: number;
}

/** Take a waiting prompt out of the queue. */
export interface ICancelPrompt {
  type: 'cancel_prompt';
  message: string;
}

/** End a running turn; its partial text stays. */
export interface IStopTurn {
  type: 'stop_turn';
  turn: string;
}

/** Bring an agent that this server offers into the room. */
export interface IAddAgent {
  type: 'add_agent';
  agent: string;
  options?: { [key: string]: unknown };
}

/** Take an agent out of the room. */
export interface IRemoveAgent {
  type: 'remove_agent';
  agent: string;
}

/** Start a stopped or failed agent. */
export interface IStartAgent {
  type: 'start_agent';
  agent: string;
}

/** Stop an agent. */
export interface IStopAgent {
  type: 'stop_agent';
  agent: string;
}

/** Stop an agent and start it again. */
export interface IRestartAgent {
  type: 'restart_agent';
  agent: string;
}

/** Change an agent's settings for its next turns. */
export interface IConfigureAgent {
  type: 'configure_agent';
  agent: string;
  options: { [key: string]: unknown };
}

/** Ask the people something; always a plain poll. */
export interface IOpenPoll {
  type: 'open_poll';
  poll_id: MintedId;
  title: string;
  options: IPollOption[];
  deadline?: Millis | null;
}

/**
 * Vote. `replaces` is my current ballot id, if I have one; `hash` what I was shown.
 *
 * `choices`: where a question takes several options, all of mine, `choice` among them; `answers`: words of mine.
 */
export interface ICastBallot {
  type: 'cast_ballot';
  poll: string;
  ballot_id: MintedId;
  choice: string;
  reason?: string | null;
  answers?: { [key: string]: unknown } | null;
  replaces?: string | null;
  hash?: string | null;
  choices?: string[] | null;
}

/** Decide alone, as the owner, with a reason everyone sees. */
export interface IOverridePoll {
  type: 'override_poll';
  poll: string;
  choice: 'approve' | 'deny';
  reason: string;
}

/** Cancel an open poll; grants nothing. */
export interface IClosePoll {
  type: 'close_poll';
  poll: string;
}

export type ClientCommand =
  | ICreateRoom
  | IRenameRoom
  | ISetTopic
  | ISetPolicy
  | ISetCollaboration
  | IArchiveRoom
  | IUnarchiveRoom
  | IClearRoom
  | IRollback
  | IForkRoom
  | IDeleteRoom
  | IJoinRoom
  | ILeave
  | IRemoveMember
  | ISetRole
  | IMute
  | IUnmute
  | ITransferOwnership
  | ISetNickname
  | IInviteCommand
  | IRevokeInvite
  | IAcceptInvite
  | IDeclineInvite
  | ICreateShare
  | IRevokeShare
  | IConfirmShare
  | IPostMessage
  | IEditMessage
  | IRedactMessage
  | IMarkRead
  | ICancelPrompt
  | IStopTurn
  | IAddAgent
  | IRemoveAgent
  | IStartAgent
  | IStopAgent
  | IRestartAgent
  | IConfigureAgent
  | IOpenPoll
  | ICastBallot
  | IOverridePoll
  | IClosePoll;

/** The first frame. `ticket` when the upgrade was authenticated by a cookie. */
export interface IHello {
  client: string;
  ticket?: string | null;
  epoch?: string | null;
}

/** What a client may say of its own presence. */
export interface IPresenceUp {
  typing?: boolean;
  at?: IAt | null;
}

/** A text frame from a client: exactly one of hello, command (with id), presence, ping. */
export interface IUp {
  id?: string;
  command?: ClientCommand;
  hello?: IHello;
  presence?: IPresenceUp;
  ping?: number;
}

/** The body of `POST .../commands`. */
export interface IRestCommand {
  id: string;
  command: ClientCommand;
}

/** Become a member by a share link. `name`: what somebody without an account is called. */
export interface IJoin {
  type: 'join';
  secret: string;
  name?: string | null;
}

/** Say how I want to be in rooms. Absent fields stay; an empty nickname is none. */
export interface ISetPreferences {
  type: 'set_preferences';
  nickname?: string | null;
  receipts?: boolean | null;
}

/** Delegate reading or posting in some rooms, for a time. */
export interface IMintToken {
  type: 'mint_token';
  request: MintedId;
  label: string;
  rooms: string[];
  scope: string;
  expires_at: number;
}

/** End a delegation at once. */
export interface IRevokeToken {
  type: 'revoke_token';
  token: string;
}

export type OutsideCommand =
  ICreateRoom | IJoin | IAcceptInvite | IDeclineInvite | ISetPreferences | IMintToken | IRevokeToken;

/** The body of `POST commands`: a command outside a room. */
export interface IRestOutside {
  id: string;
  command: OutsideCommand;
}

/** The body of `POST ticket`: which room the socket is for; none is the lobby. */
export interface ITicketRequest {
  room?: string | null;
}
