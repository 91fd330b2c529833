/**
 * Values of the document and of REST as the types of `types.ts`: absent fields take their defaults (PROTOCOL, Document).
 * Pure; trusts the server for everything but absence.
 */
import { plain } from './plain';
import type { IAgent, IBallot, IMember, IMessage, IPoll, IPresence, IRoomInfo, ITurn, Seq } from './types';

type Raw = { [field: string]: unknown };

const POLICY_DEFAULTS: IRoomInfo['policy'] = {
  consensus: 'unanimous',
  prompts: 'queue',
  answers: 'addressed',
  rollback: 'moderators',
  join_role: 'collaborator',
  absent_after: 120
};

const ROOM_DEFAULTS: Omit<IRoomInfo, 'policy'> = {
  id: '',
  name: '',
  topic: '',
  visibility: 'private',
  scope: null,
  owner: '',
  collaboration: true,
  archived: false,
  created_at: 0,
  epoch: '',
  first_seq: 0,
  older: false
};

function fields(raw: unknown): Raw {
  return plain(raw ?? {}) as Raw;
}

/** With the defaults of this noun for what is absent or null. */
function withDefaults<T extends object>(defaults: T, raw: unknown): T {
  const given = Object.entries(fields(raw)).filter(([, value]) => value !== null && value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
}

export function decodeRoom(raw: unknown): IRoomInfo {
  const room = withDefaults({ ...ROOM_DEFAULTS, policy: POLICY_DEFAULTS }, raw);
  return { ...room, policy: { ...POLICY_DEFAULTS, ...room.policy } };
}

export function decodeMessage(raw: unknown): IMessage {
  const defaults: Partial<IMessage> = { kind: 'text', body: '', status: 'complete', mentions: [] };
  return withDefaults(defaults, raw) as IMessage;
}

export function decodeMember(raw: unknown): IMember {
  return fields(raw) as unknown as IMember;
}

export function decodeAgent(raw: unknown): IAgent {
  return withDefaults<Partial<IAgent>>({ settings: {} }, raw) as IAgent;
}

export function decodeTurn(raw: unknown): ITurn {
  return withDefaults<ITurn>({ queue: [] }, raw);
}

export function decodePoll(raw: unknown, id: string): IPoll {
  const defaults: Partial<IPoll> = { id, detail: '', options: [], seats: [], state: 'open' };
  return withDefaults(defaults, raw) as IPoll;
}

export function decodeBallot(raw: unknown): IBallot {
  return fields(raw) as unknown as IBallot;
}

export function decodeReceipt(raw: unknown): Seq {
  return Number(raw);
}

export function decodePresence(raw: Partial<IPresence>): IPresence {
  const { online = true, typing = false, at } = raw;
  return at ? { online, typing, at } : { online, typing };
}
