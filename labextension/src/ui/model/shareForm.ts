/** What one fills in for a share link, and the terms it becomes. Pure. */
import type { INewShare } from '../../core/api';
import type { Consensus, Millis, RoomId, ShareRole } from '../../core/types';
import type { IWords } from '../host';
import { consensusWords } from './headerWords';

const HOUR = 3_600_000;

const LIFETIMES = { '1h': HOUR, '24h': 24 * HOUR, '7d': 7 * 24 * HOUR, '30d': 30 * 24 * HOUR } as const;
export type Lifetime = keyof typeof LIFETIMES;

export interface IShareForm {
  label: string;
  role: ShareRole;
  votes: boolean;
  lifetime: Lifetime;
  /** Null: any number. */
  max_uses: number | null;
  /** `room`: whatever the room's own rule is. */
  consensus: Consensus | 'room';
  /** Further rooms of mine that it opens. */
  rooms: readonly RoomId[];
}

export function lifetimeOptions(words: IWords): Record<Lifetime, string> {
  return {
    '1h': words.__('1 hour'),
    '24h': words.__('24 hours'),
    '7d': words.__('7 days'),
    '30d': words.__('30 days')
  };
}

export function consensusOptions(words: IWords): Record<IShareForm['consensus'], string> {
  return {
    room: words.__('as the room’s rules say'),
    owner: consensusWords('owner', words),
    anyone: consensusWords('anyone', words),
    majority: consensusWords('majority', words),
    unanimous: consensusWords('unanimous', words)
  };
}

/** A minute is kept back: a clock that runs a little behind ours must not find the end too far away. */
export function endOf(lifetime: Lifetime, now: Millis): Millis {
  return now + LIFETIMES[lifetime] - 60_000;
}

/** Who only reads neither votes nor causes polls. */
export function termsOf(form: IShareForm, now: Millis): INewShare {
  const { label, role, votes, lifetime, max_uses, consensus, rooms } = form;
  const writes = role === 'collaborator';
  return {
    label: label.trim(),
    role,
    votes: writes && votes,
    expires_at: endOf(lifetime, now),
    ...(max_uses === null ? {} : { max_uses }),
    ...(writes && consensus !== 'room' ? { consensus } : {}),
    ...(rooms.length > 0 ? { rooms } : {})
  };
}
