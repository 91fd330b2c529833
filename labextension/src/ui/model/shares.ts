/** Share links in words. Pure. */
import type { IShare, Millis, ShareState } from '../../core/types';
import type { IWords } from '../host';
import { consensusWords } from './headerWords';
import { roleWords } from './roles';
import { until } from './time';

export function shareName(share: IShare, words: IWords): string {
  return share.label || words.__('Link');
}

export function shareStateWords(state: ShareState, words: IWords): string {
  const names: Record<ShareState, string> = {
    live: words.__('works'),
    expired: words.__('ended'),
    used_up: words.__('used up'),
    suspended: words.__('waits')
  };
  return names[state];
}

/** "collaborator · guests vote · owner decides · 2 rooms · 3 of 10 uses · ends in 5 days". */
export function shareFacts(share: IShare, now: Millis, words: IWords): string {
  const { role, votes, consensus, rooms, uses, max_uses, expires_at } = share;
  const facts = [
    roleWords(role, words),
    votes && words.__('guests vote'),
    consensus && consensusWords(consensus, words),
    rooms.length > 1 && words._n('%1 room', '%1 rooms', rooms.length),
    max_uses === null ? words._n('%1 use', '%1 uses', uses) : words.__('%1 of %2 uses', uses, max_uses),
    share.state === 'live' && until(expires_at, now, words)
  ];
  return facts.filter(Boolean).join(' · ');
}
