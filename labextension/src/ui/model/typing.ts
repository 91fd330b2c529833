/** "J. S. is typing…": at most three names, then a count. */
import type { IPresence, ParticipantId } from '../../core/types';
import type { IWords } from '../host';
import { nameOf, type Members } from './people';

export function typists(presence: ReadonlyMap<ParticipantId, IPresence>, me: ParticipantId | null): ParticipantId[] {
  return [...presence].filter(([id, state]) => state.typing && id !== me).map(([id]) => id);
}

export function typingWords(ids: readonly ParticipantId[], members: Members, words: IWords): string {
  const names = ids.map(id => nameOf(members, id));
  switch (names.length) {
    case 0:
      return '';
    case 1:
      return words.__('%1 is typing…', names[0]);
    case 2:
      return words.__('%1 and %2 are typing…', names[0], names[1]);
    case 3:
      return words.__('%1, %2 and %3 are typing…', names[0], names[1], names[2]);
    default:
      return words.__('%1 people are typing…', names.length);
  }
}
