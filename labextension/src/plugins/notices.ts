/** Toasts for what must not be missed while its room is out of sight: a mention, a vote that waits for me, being removed. */
import { Notification } from '@jupyterlab/apputils';
import type { IRoomClient } from '../core/api';
import type { IRoomSummary } from '../core/types';
import { waitingForMe } from '../ui/model/tally';
import type { RoomsPage } from './page';
import type { Surfaces } from './surfaces';

const SHOWN_MS = 10_000;

export class Notices {
  /** Mentions per room as last seen; null until the first list arrived, which is old news. */
  private mentions: ReadonlyMap<string, number> | null = null;
  private readonly toldVotes = new Set<string>();

  constructor(
    private readonly page: RoomsPage,
    private readonly surfaces: Surfaces
  ) {
    page.lobby.subscribe(() => this.lookAtLobby());
    page.opened.connect((_, client) => this.follow(client));
    this.lookAtLobby();
  }

  private lookAtLobby(): void {
    const { rooms } = this.page.lobby.getView();
    if (rooms === null) {
      return;
    }
    const before = this.mentions;
    this.mentions = new Map(rooms.map(room => [room.id, room.mentions]));
    for (const room of rooms) {
      if (before !== null && room.mentions > (before.get(room.id) ?? 0)) {
        this.tellMention(room);
      }
    }
  }

  private tellMention(room: IRoomSummary): void {
    const { words } = this.page;
    const sentence = room.last
      ? words.__('%1 mentioned you in %2', room.last.author_name, room.name)
      : words.__('You were mentioned in %1', room.name);
    this.tell(room.id, sentence);
  }

  /** `subscribe` lives as long as the client does: a disposed client tells nobody anything. */
  private follow(client: IRoomClient): void {
    let closed = false;
    client.subscribe(() => {
      const view = client.getView();
      for (const poll of waitingForMe(view.polls, view.me)) {
        this.tellVote(client.id, poll.id, view.room?.name ?? '', poll.title);
      }
      if (view.closed !== null && !closed) {
        closed = true;
        this.tellClosed(client.id, view.room?.name ?? '', view.closed);
      }
    });
  }

  private tellVote(room: string, poll: string, name: string, title: string): void {
    if (!this.toldVotes.has(poll)) {
      this.toldVotes.add(poll);
      this.tell(room, this.page.words.__('%1 needs your vote: %2', name, title));
    }
  }

  /** There is nothing left to open. */
  private tellClosed(room: string, name: string, sentence: string): void {
    if (this.isWanted(room)) {
      Notification.warning(`${name}: ${sentence}`, { autoClose: SHOWN_MS });
    }
  }

  private tell(room: string, sentence: string): void {
    if (this.isWanted(room)) {
      const label = this.page.words.__('Open');
      const actions = [{ label, callback: () => this.surfaces.openInSidebar(room) }];
      Notification.info(sentence, { autoClose: SHOWN_MS, actions });
    }
  }

  private isWanted(room: string): boolean {
    const { notifications, mutedRooms } = this.page.settings.get();
    return notifications && !mutedRooms.includes(room) && !this.page.isShown(room);
  }
}
