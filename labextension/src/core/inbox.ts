/**
 * The invitations that wait for my answer, as the lobby is told of them.
 */
import { keepIfSame } from './plain';
import type { IInvitation } from './types';

export class Inbox {
  private invitations: readonly IInvitation[] = [];

  /** Newest first; the same array while nothing changed. */
  get all(): readonly IInvitation[] {
    return this.invitations;
  }

  replace(invitations: readonly IInvitation[]): void {
    this.invitations = keepIfSame(this.invitations, [...invitations].sort(newestFirst));
  }

  add(invitation: IInvitation): void {
    this.replace([...this.without(invitation.id), invitation]);
  }

  remove(id: string): void {
    this.replace(this.without(id));
  }

  private without(id: string): IInvitation[] {
    return this.invitations.filter(invitation => invitation.id !== id);
  }
}

function newestFirst(a: IInvitation, b: IInvitation): number {
  return b.at - a.at || a.id.localeCompare(b.id);
}
