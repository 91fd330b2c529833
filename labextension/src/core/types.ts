/**
 * Shapes that travel on the wire, as the server writes them (docs/protocol.md).
 * Owns no behaviour. Times are integer milliseconds since the epoch, from the server.
 */

/** `user:<username>`, `guest:<id>` or `agent:<id>`. */
export type ParticipantId = string;
export type Millis = number;
export type Seq = number;

export type Role = 'owner' | 'moderator' | 'collaborator' | 'observer' | 'left';
export type ParticipantKind = 'user' | 'guest' | 'agent';
export type Visibility = 'private' | 'listed';
export type Consensus = 'owner' | 'anyone' | 'majority' | 'unanimous';
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
export type AgentStatus = 'stopped' | 'starting' | 'running' | 'stopping' | 'error';
export type PollSubject = 'plan' | 'permission' | 'execution' | 'write' | 'question' | 'plain';
export type PollState = 'open' | 'decided' | 'cancelled';
/** `approved`, `denied`, `expired`, `none`, or the id of the option that won. */
export type PollOutcome = string;
export type EffectState = 'pending' | 'running' | 'done' | 'failed' | 'unknown';

export interface IPolicy {
  consensus: Consensus;
  prompts: 'queue' | 'refuse';
  answers: 'addressed' | 'all';
  join_role: 'collaborator' | 'observer';
  /** Seconds without a session after which a seat is lost. */
  absent_after: number;
}

export interface IRoomInfo {
  id: string;
  name: string;
  topic: string;
  visibility: Visibility;
  scope: string | null;
  owner: ParticipantId;
  collaboration: boolean;
  policy: IPolicy;
  created_at: Millis;
  epoch: string;
  first_seq: Seq;
  older: boolean;
}

export interface IMember {
  name: string;
  handle: string;
  kind: ParticipantKind;
  role: Role;
  muted?: boolean;
  joined_at: Millis;
  via?: string;
}

/** A mime part that is too large to travel inside its message. */
export interface IBlobRef {
  ref: string;
  mime: string;
  bytes: number;
}
export type MimeValue = string | string[] | object | IBlobRef;
export type MimeBundle = { [mime: string]: MimeValue };

export interface IUsage {
  response_ms?: number;
  input_tokens?: number;
  output_tokens?: number;
}

export interface IMessage {
  id: string;
  seq: Seq;
  author: ParticipantId;
  kind: MessageKind;
  body: string;
  /** One bundle per output, in order; only on `output` messages. */
  mime?: MimeBundle[];
  at: Millis;
  edited_at?: Millis;
  status: MessageStatus;
  to?: ParticipantId;
  reply_to?: string;
  mentions: ParticipantId[];
  usage?: IUsage;
  turn?: string;
  /** `token` when an access token of the author posted it. */
  via?: string;
}

export interface IQueuedPrompt {
  message: string;
  holder: ParticipantId;
  at: Millis;
}

/** At most one per agent; present only while held or queued. `turn` is absent when only the queue is left. */
export interface ITurn {
  turn?: string;
  holder?: ParticipantId;
  message?: string;
  since?: Millis;
  settings?: { [key: string]: unknown };
  queue: IQueuedPrompt[];
}

export interface IPollOption {
  id: string;
  label: string;
}

export interface IPoll {
  id: string;
  subject: PollSubject;
  title: string;
  /** The exact arguments of an effect, as text; or the plan, the question. */
  detail: string;
  options: IPollOption[];
  policy: Consensus;
  seats: ParticipantId[];
  by: ParticipantId;
  seq: Seq;
  message?: string;
  turn?: string;
  opened_at: Millis;
  deadline?: Millis;
  hash?: string;
  state: PollState;
  outcome?: PollOutcome;
  effect?: EffectState;
  reason?: string;
  resolved_at?: Millis;
  /** Open though enough approve: someone who may run it here must approve, or one of the remaining voters again. */
  needs?: 'sponsor' | 'ballot';
}

export interface IBallot {
  ballot_id: string;
  choice: string;
  reason?: string;
  answers?: { [question: string]: string | string[] };
  at: Millis;
}

export interface IAgent {
  name: string;
  status: AgentStatus;
  since: Millis;
  detail?: string;
  error?: string;
  settings: { [key: string]: unknown };
}

export interface IPresence {
  online: boolean;
  typing: boolean;
  at?: { path: string; cell: string };
}

/** A command as PROTOCOL names it: `{type: 'post_message', ...fields}`. */
export interface ICommand {
  type: string;
  [field: string]: unknown;
}

export interface IAck {
  seq: Seq;
  [result: string]: unknown;
}

/** A refused command; `message` is one sentence for a person. */
export interface IRejection {
  code: string;
  message: string;
  [detail: string]: unknown;
}

/** One row of `GET rooms`. */
export interface IRoomSummary {
  id: string;
  name: string;
  topic: string;
  visibility: Visibility;
  owner: ParticipantId;
  owner_name: string;
  member: boolean;
  role?: Role;
  members: number;
  online: number;
  unread: number;
  mentions: number;
  last?: { author: ParticipantId; author_name: string; body: string; at: Millis; seq: Seq };
  scope?: string | null;
  archived?: boolean;
}

/** `GET me`. */
export interface IMe {
  id: ParticipantId;
  kind: ParticipantKind;
  name: string;
  can_create_rooms: boolean;
  agents: { id: string; name: string; description: string }[];
}
