/** Which room a panel means: its id, or its name among the rooms this person can see. Pure. */
import type { IRoomSummary } from '../core/types';

/** Null where there is none; the person's own rooms come before those merely listed. */
export function findRoom(wanted: string, rooms: readonly IRoomSummary[] | null): string | null {
  const named = (rooms ?? []).filter(room => room.id === wanted || room.name === wanted);
  const best = named.find(room => room.id === wanted) ?? named.find(room => room.member) ?? named[0];
  return best?.id ?? null;
}
