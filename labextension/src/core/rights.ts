/**
 * What I may do in a room in the state it is in: the server's `can` knows my role and mute, the room's own state it
 * leaves to us (docs/protocol.md).
 */
import type { IRoomInfo } from './types';

const WHILE_ARCHIVED: ReadonlySet<string> = new Set([
  'mark_read',
  'leave',
  'unarchive_room',
  'delete_room',
  // What takes rights away waits for nothing; `set_role` only downwards.
  'remove_member',
  'mute',
  'set_role',
  'revoke_share',
  'revoke_invite'
]);
/** What brings people in, or hands the room to one, waits until it is shared. */
const NOT_WHILE_SOLO: ReadonlySet<string> = new Set(['invite', 'create_share', 'confirm_share', 'transfer_ownership']);

/** Remembers its last answer: the same rights in the same state are the same set. */
export class UsableRights {
  private can: ReadonlySet<string> = new Set();
  private waiting: ((command: string) => boolean) | null = null;
  private usable: ReadonlySet<string> = this.can;

  of(can: ReadonlySet<string>, room: IRoomInfo | null): ReadonlySet<string> {
    const waiting = whatWaits(room);
    if (can !== this.can || waiting !== this.waiting) {
      this.can = can;
      this.waiting = waiting;
      this.usable = waiting === null ? can : new Set([...can].filter(command => !waiting(command)));
    }
    return this.usable;
  }
}

const waitsWhileArchived = (command: string): boolean => !WHILE_ARCHIVED.has(command);
const waitsWhileSolo = (command: string): boolean => NOT_WHILE_SOLO.has(command);

/** Null: nothing, in an ordinary room. */
function whatWaits(room: IRoomInfo | null): ((command: string) => boolean) | null {
  if (room?.archived) {
    return waitsWhileArchived;
  }
  return room?.collaboration === false ? waitsWhileSolo : null;
}
