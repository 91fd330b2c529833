/**
 * Text frames of `collabchat.v1`, typed: which parts go together. The parts' own shapes are `types.ts`'s; decides nothing.
 * Shapes not listed here are ignored: the protocol may grow (PROTOCOL, first paragraph).
 */
import type {
  IAck,
  ICommand,
  IHello,
  IInvitation,
  ILobbyWelcome,
  IMessageValue,
  IPreferences,
  IPresence,
  IPresenceUp,
  IRejection,
  IRoomSummary,
  IRoomWelcome,
  Millis,
  ParticipantId
} from './types';

export const SUBPROTOCOL = 'collabchat.v1';
export const CLIENT_NAME = 'collabchat-web/1';

/** Of a room or of the lobby: the fields of the other are absent. */
export type IWelcome = (IRoomWelcome | ILobbyWelcome) & Partial<IRoomWelcome & ILobbyWelcome>;

/** Null: this participant is gone. */
export type PresenceChanges = { [participant: ParticipantId]: Partial<IPresence> | null };

export interface INotice {
  type: string;
  epoch?: string;
  message?: IMessageValue | string;
  can?: string[];
  room?: IRoomSummary | string;
  invitation?: IInvitation | string;
  preferences?: IPreferences;
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
  { hello: IHello } | { id: string; command: ICommand } | { presence: IPresenceUp } | { ping: number };

const KINDS = ['welcome', 'ack', 'reject', 'presence', 'pong', 'notice'] as const;

export function parseFrame(text: string): DownFrame {
  const frame = JSON.parse(text) as { [key: string]: unknown };
  const kind = KINDS.find(each => each in frame);
  return kind ? ({ kind, ...frame } as DownFrame) : { kind: 'unknown' };
}
