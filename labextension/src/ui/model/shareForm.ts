/** What one fills in for a share link, and the terms it becomes. Pure. */
import type { INewShare } from '../../core/api';
import type { Millis, ShareRole } from '../../core/types';
import type { IWords } from '../host';

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
}

export function lifetimeOptions(words: IWords): Record<Lifetime, string> {
  return {
    '1h': words.__('1 hour'),
    '24h': words.__('24 hours'),
    '7d': words.__('7 days'),
    '30d': words.__('30 days')
  };
}

/** A minute is kept back: a clock that runs a little behind ours must not find the end too far away. */
export function endOf(lifetime: Lifetime, now: Millis): Millis {
  return now + LIFETIMES[lifetime] - 60_000;
}

export function termsOf({ label, role, votes, lifetime, max_uses }: IShareForm, now: Millis): INewShare {
  const limit = max_uses === null ? {} : { max_uses };
  return {
    label: label.trim(),
    role,
    votes: role === 'collaborator' && votes,
    expires_at: endOf(lifetime, now),
    ...limit
  };
}
