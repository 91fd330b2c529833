/** Who may act on whom, as far as the screen needs it. The server decides; this only hides what would be refused. */
import type { GrantedRole, IMember, ParticipantId, Role } from '../../core/types';
import type { IWords } from '../host';
import type { Members } from './people';

const RANK: Record<Role, number> = { left: 0, observer: 1, collaborator: 2, moderator: 3, owner: 4 };

export interface IRights {
  me: ParticipantId | null;
  can: ReadonlySet<string>;
  members: Members;
}

export function roleWords(role: Role, words: IWords): string {
  const names: Record<Role, string> = {
    owner: words.__('owner'),
    moderator: words.__('moderator'),
    collaborator: words.__('collaborator'),
    observer: words.__('observer'),
    left: words.__('left the room')
  };
  return names[role];
}

function myRank({ me, members }: IRights): number {
  return me ? RANK[members.get(me)?.role ?? 'left'] : 0;
}

/** For commands everyone may use on their own things and moderators on all (stop, cancel, redact, close). */
export function mayTouch(rights: IRights, command: string, belongsTo: ParticipantId | undefined): boolean {
  return rights.can.has(command) && (belongsTo === rights.me || myRank(rights) >= RANK.moderator);
}

/** For commands aimed at a person: only on a strictly lower rank, never on an agent or myself. */
export function mayActOn(rights: IRights, command: string, target: IMember): boolean {
  return rights.can.has(command) && target.kind !== 'agent' && RANK[target.role] < myRank(rights);
}

/** The roles I may give away: those below my own. */
export function grantable(rights: IRights): GrantedRole[] {
  const below: GrantedRole[] = ['moderator', 'collaborator', 'observer'];
  return below.filter(role => RANK[role] < myRank(rights));
}

/** Somebody without an account here writes and votes at most; in an archived room nobody gets more than they have. */
export function grantableTo(rights: IRights, member: IMember, isArchived: boolean): GrantedRole[] {
  return grantable(rights)
    .filter(role => member.kind !== 'guest' || role !== 'moderator')
    .filter(role => !isArchived || RANK[role] <= RANK[member.role]);
}

/** A room is handed only to an account of this server that may speak. */
export function mayOwn(member: IMember): boolean {
  return member.kind === 'user' && member.muted !== true;
}
