/**
 * Text frames of `collabchat.v1`, typed. Owns their shapes; decides nothing.
 * Shapes not listed here are ignored: the protocol may grow (PROTOCOL, first paragraph).
 */
import type {
  IAck,
  ICommand,
  IInvitation,
  IMessage,
  IPresence,
  IRejection,
  IRoomSummary,
  Millis,
  ParticipantId
} from './types';

export const SUBPROTOCOL = 'collabchat.v1';
export const CLIENT_NAME = 'collabchat-web/1';

export interface IWelcome {
  session: string;
  me: ParticipantId | { id: ParticipantId };
  now: Millis;
  /** In a room. */
  room?: string;
  epoch?: string;
  can?: string[];
  /** In the lobby. */
  rooms?: IRoomSummary[];
  invitations?: IInvitation[];
}

/** Null: this participant is gone. */
export type PresenceChanges = { [participant: ParticipantId]: Partial<IPresence> | null };

export interface INotice {
  type: string;
  epoch?: string;
  message?: IMessage | string;
  can?: string[];
  room?: IRoomSummary | string;
  invitation?: IInvitation | string;
  [field: string]: unknown;
}

export type DownFrame =
  | { kind: 'welcome'; welcome: IWelcome }
  | { kind: 'ack'; id: string; ack: IAck }
  | { kind: 'reject'; id: string | null; reject: IRejection }
  | { kind: 'presence'; presence: PresenceChanges }
  | { kind: 'pong'; pong: number; now: Millis }
  | { kind: 'notice'; notice: INotice }
  | { kind: 'unknown' };

export type UpFrame =
  | { hello: { ticket: string; client: string; epoch?: string } }
  | { id: string; command: ICommand }
  | { presence: { typing?: boolean; at?: { path: string; cell: string } } }
  | { ping: number };

const KINDS = ['welcome', 'ack', 'reject', 'presence', 'pong', 'notice'] as const;

export function parseFrame(text: string): DownFrame {
  const frame = JSON.parse(text) as { [key: string]: unknown };
  const kind = KINDS.find(each => each in frame);
  return kind ? ({ kind, ...frame } as DownFrame) : { kind: 'unknown' };
}
