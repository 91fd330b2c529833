/**
 * A toast for every invitation that arrives, with the answers on it; it goes when the invitation is answered anywhere,
 * revoked or over. Those that wait at load are in the list only.
 */
import type { Notification } from '@jupyterlab/apputils';
import type { IInvitation } from '../core/types';
import { refusalSentence } from '../ui/model/refusal';
import { roleWords } from '../ui/model/roles';
import type { RoomsPage } from './page';
import type { Surfaces } from './surfaces';

/** JupyterLab's notifications. */
type Toasts = Pick<typeof Notification, 'info' | 'error' | 'dismiss'>;
type Place = Pick<RoomsPage, 'lobby' | 'settings' | 'words'>;

export class InvitationNotices {
  /** Invitation to its toast, null for those that need none; null until the first list, which is old news. */
  private told: ReadonlyMap<string, string | null> | null = null;

  constructor(
    private readonly page: Place,
    private readonly surfaces: Pick<Surfaces, 'openInSidebar'>,
    private readonly toasts: Toasts
  ) {
    page.lobby.subscribe(() => this.look());
    this.look();
  }

  private look(): void {
    const { rooms, invitations } = this.page.lobby.getView();
    if (rooms === null) {
      return;
    }
    const before = this.told;
    const toastOf = (invitation: IInvitation): string | null =>
      before === null || before.has(invitation.id) ? (before?.get(invitation.id) ?? null) : this.tell(invitation);
    this.told = new Map(invitations.map(invitation => [invitation.id, toastOf(invitation)]));
    before?.forEach((toast, id) => {
      if (toast !== null && !this.told?.has(id)) {
        this.toasts.dismiss(toast);
      }
    });
  }

  private tell(invitation: IInvitation): string | null {
    const { words, settings } = this.page;
    if (!settings.get().notifications) {
      return null;
    }
    const { by_name, room_name, role } = invitation;
    const sentence = words.__('%1 invites you to %2 as %3', by_name, room_name, roleWords(role, words));
    return this.toasts.info(sentence, {
      autoClose: false,
      actions: [
        { label: words.__('Accept'), displayType: 'accent', callback: () => void this.accept(invitation) },
        { label: words.__('Decline'), callback: () => void this.decline(invitation) }
      ]
    });
  }

  private async accept({ id }: IInvitation): Promise<void> {
    try {
      this.surfaces.openInSidebar(await this.page.lobby.acceptInvitation(id));
    } catch (error) {
      this.refused(error);
    }
  }

  private async decline({ id }: IInvitation): Promise<void> {
    try {
      await this.page.lobby.declineInvitation(id);
    } catch (error) {
      this.refused(error);
    }
  }

  private refused(error: unknown): void {
    this.toasts.error(refusalSentence(error, this.page.words));
  }
}
