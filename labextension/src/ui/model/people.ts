/** How a participant is named and coloured. Pure; the hue and the name never decide a permission. */
import type { IMember, ParticipantId } from '../../core/types';
import type { IWords } from '../host';

export type Members = ReadonlyMap<ParticipantId, IMember>;

/** The only colours of our own: six hues, chosen by the participant and stable for ever. */
export const HUES = [210, 330, 90, 30, 270, 180] as const;

export function hueOf(id: ParticipantId): number {
  let hash = 0;
  for (const char of id) {
    hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  }
  return HUES[hash % HUES.length];
}

export function isAgent(id: ParticipantId): boolean {
  return id.startsWith('agent:');
}

export function isGuest(id: ParticipantId): boolean {
  return id.startsWith('guest:');
}

/** The name others see; the bare id where the room no longer knows the participant. */
export function nameOf(members: Members, id: ParticipantId): string {
  return members.get(id)?.name ?? id.slice(id.indexOf(':') + 1);
}

/** The name of whoever wrote a message, also long after they left. */
export function authorOf(
  view: { members: Members; names: ReadonlyMap<ParticipantId, string> },
  id: ParticipantId
): string {
  return view.members.get(id)?.name ?? view.names.get(id) ?? nameOf(view.members, id);
}

/** As `nameOf`, but I am always called "You". */
export function labelOf(members: Members, id: ParticipantId, me: ParticipantId | null, words: IWords): string {
  return id === me ? words.__('You') : nameOf(members, id);
}

/** Two letters: of the first and last word, or the first two of a single word. */
export function initials(name: string): string {
  const parts = name.split(/[\s._-]+/u).filter(Boolean);
  const letters =
    parts.length > 1 ? [first(parts[0]), first(parts[parts.length - 1])] : [...(parts[0] ?? '?')].slice(0, 2);
  return letters.join('').toLocaleUpperCase();
}

function first(word: string): string {
  return [...word][0] ?? '';
}

/** People and agents who are in the room now, people first, then by name. */
export function present(members: Members): [ParticipantId, IMember][] {
  return [...members]
    .filter(([, member]) => member.role !== 'left')
    .sort(([a, left], [b, right]) => Number(isAgent(a)) - Number(isAgent(b)) || left.name.localeCompare(right.name));
}
