/** "5 people · unanimous · owner: you": the line under a room's name. Pure. */
import type { IRoomView } from '../../core/api';
import type { Consensus, IRoomSummary } from '../../core/types';
import type { IWords } from '../host';
import { isAgent, nameOf, present } from './people';
import { roleWords } from './roles';
import { preview } from './text';

export function consensusWords(consensus: Consensus, words: IWords): string {
  const names: Record<Consensus, string> = {
    owner: words.__('owner decides'),
    anyone: words.__('anyone decides'),
    majority: words.__('majority'),
    unanimous: words.__('unanimous')
  };
  return names[consensus];
}

export function headerWords(view: IRoomView, words: IWords): string {
  if (!view.room) {
    return '';
  }
  const people = present(view.members).filter(([id]) => !isAgent(id)).length;
  return [
    words._n('%1 person', '%1 people', people),
    consensusWords(view.room.policy.consensus, words),
    standing(view, words)
  ].join(' · ');
}

function standing(view: IRoomView, words: IWords): string {
  const owner = view.room?.owner ?? '';
  if (owner === view.me) {
    return words.__('owner: you');
  }
  const mine = view.me ? view.members.get(view.me)?.role : undefined;
  return mine && mine !== 'collaborator'
    ? words.__('you: %1', roleWords(mine, words))
    : words.__('owner: %1', nameOf(view.members, owner));
}

/** The second line of a room in the list: its last message, or who is in it. */
export function summaryWords(room: IRoomSummary, me: string | null, words: IWords): string {
  const people = words._n('%1 person', '%1 people', room.members);
  if (room.member && room.last) {
    const author = room.last.author === me ? words.__('You') : room.last.author_name;
    return `${author}: ${preview(room.last.body, 80)}`;
  }
  return `${people}, ${words.__('%1 online', room.online)}`;
}
