/**
 * Nickname and read receipts are the server's, and JupyterLab's settings are their form. The server's word comes first;
 * what is changed in the form from then on goes to the server, and what it refuses goes back into the form.
 */
import type { IPreferences } from '../core/types';
import { refusalSentence } from '../ui/model/refusal';
import type { RoomsPage } from './page';

type Place = Pick<RoomsPage, 'lobby' | 'settings' | 'words'>;

export class PreferenceSync {
  /** As the form and the server agreed last; null until the server has said them. */
  private agreed: IPreferences | null = null;
  private isBusy = false;
  private isStale = false;

  /** `refused` shows the sentence of a refusal. */
  constructor(
    private readonly page: Place,
    private readonly refused: (sentence: string) => void
  ) {
    page.lobby.subscribe(() => void this.follow());
    page.settings.subscribe(() => void this.follow());
    void this.follow();
  }

  /** One round at a time; what changes during a round is looked at after it. */
  private async follow(): Promise<void> {
    this.isStale = true;
    while (this.isStale && !this.isBusy && this.page.settings.isLoaded) {
      this.isStale = false;
      this.isBusy = true;
      try {
        const { agreed } = this;
        await (agreed === null || same(this.form, agreed) ? this.adopt() : this.sendChanges(agreed));
      } finally {
        this.isBusy = false;
      }
    }
  }

  /** The form takes what the server says: at first, and when another page of mine changed it. */
  private async adopt(): Promise<void> {
    this.agreed = this.said;
    if (this.agreed !== null) {
      await this.fill(this.agreed);
    }
  }

  private async sendChanges(agreed: IPreferences): Promise<void> {
    const wanted = this.form;
    await this.save(changes(wanted, agreed));
    this.agreed = this.said ?? agreed;
    if (same(this.form, wanted)) {
      await this.fill(this.agreed); // the server may have cleaned it, or refused
    }
  }

  private async save(part: Partial<IPreferences>): Promise<void> {
    try {
      await this.page.lobby.savePreferences(part);
    } catch (error) {
      this.refused(refusalSentence(error, this.page.words));
    }
  }

  private async fill({ nickname, receipts }: IPreferences): Promise<void> {
    const { settings } = this.page;
    const { form } = this;
    if (form.nickname !== nickname) {
      await settings.change('nickname', nickname);
    }
    if (form.receipts !== receipts) {
      await settings.change('readReceipts', receipts);
    }
  }

  private get said(): IPreferences | null {
    return this.page.lobby.getView().me?.preferences ?? null;
  }

  private get form(): IPreferences {
    const { nickname, readReceipts } = this.page.settings.get();
    return { nickname, receipts: readReceipts };
  }
}

function same(a: IPreferences, b: IPreferences): boolean {
  return a.nickname === b.nickname && a.receipts === b.receipts;
}

function changes(wanted: IPreferences, agreed: IPreferences): Partial<IPreferences> {
  return {
    ...(wanted.nickname !== agreed.nickname && { nickname: wanted.nickname }),
    ...(wanted.receipts !== agreed.receipts && { receipts: wanted.receipts })
  };
}
