/**
 * All that is known of one room, from whichever door it came: the document, notices, pages, polls. One immutable view of it.
 * Receives facts and never sends; whether and how a socket lives is not its matter.
 */
import type { ConnectionState, IRoomView } from './api';
import { decodeMessage } from './decode';
import type { IEnvironment } from './env';
import { RoomFacts } from './facts';
import type { IPolled } from './fallback';
import { Listings } from './listings';
import { LiveOverlay } from './live';
import type { Outbox } from './outbox';
import { Pages } from './pages';
import { Posts } from './posts';
import { Presence } from './presence';
import { type IReplicaChange, Replica } from './replica';
import { UsableRights } from './rights';
import type { Server } from './server';
import { Timeline } from './timeline';
import type { Millis, ParticipantId, Seq } from './types';
import type { INotice, IWelcome, PresenceChanges } from './wire';

export interface IStoreContext {
  readonly room: string;
  readonly server: Server;
  readonly env: IEnvironment;
  readonly outbox: Outbox;
  readonly serverNow: () => Millis;
  readonly changed: () => void;
}

/** What no part owns: who I am here, what I may, and whether it is over. */
type Standing = Pick<IRoomView, 'me' | 'can' | 'closed'>;

const ENDED = 'You are no longer in this room.';

export class RoomStore {
  readonly posts: Posts;
  readonly pages: Pages;
  private readonly timeline = new Timeline();
  private readonly presence = new Presence();
  private readonly overlay = new LiveOverlay();
  private readonly replica = new Replica(change => this.followReplica(change));
  private standing: Standing = { me: null, can: new Set(), closed: null };
  private readonly listings = new Listings();
  /** Facts by REST. */
  private readonly polled = new RoomFacts();
  /** While true they are newer than the document's: from a poll until the next sync. */
  private isPolled = false;
  private readonly rights = new UsableRights();

  constructor(private readonly context: IStoreContext) {
    const { env, outbox, serverNow, changed } = context;
    const { timeline } = this;
    this.pages = new Pages({ ...context, timeline });
    this.posts = new Posts({ outbox, timeline, mintId: () => env.mintId(), now: serverNow, changed });
  }

  /** For hello: the epoch that can be resumed. */
  get epoch(): string | null {
    return this.replica.epoch;
  }

  /** My position as the room knows it. */
  get readSeq(): Seq {
    const { me } = this.standing;
    return me === null ? 0 : (this.facts.snapshot().receipts.get(me) ?? 0);
  }

  may(command: string): boolean {
    return this.standing.can.has(command);
  }

  private get facts(): RoomFacts {
    return this.isPolled ? this.polled : this.replica.facts;
  }

  /** A session begins. Returns the binary frame that asks for what is missing. */
  welcome({ me, can = [], epoch = '' }: IWelcome): Uint8Array {
    this.stand({ me, can: new Set(can), closed: null });
    this.presence.restart();
    this.listings.restart();
    this.replica.expect(epoch);
    return this.replica.step1();
  }

  identify(me: ParticipantId): void {
    this.stand({ me });
  }

  /** Throws when the frame does not fit; the document is then dropped and the session must start anew. */
  receive(frame: Uint8Array): void {
    try {
      this.replica.receive(frame);
    } catch (error) {
      this.replica.reset();
      throw error;
    }
  }

  takePresence(changes: PresenceChanges): void {
    this.presence.apply(changes);
    this.context.changed();
  }

  takeNotice(notice: INotice): void {
    switch (notice.type) {
      case 'epoch':
        this.replica.expect(String(notice.epoch));
        break;
      case 'message':
        this.timeline.amend(decodeMessage(notice.message));
        break;
      case 'can':
        this.stand({ can: new Set(notice.can ?? []) });
        break;
      case 'missed':
        void this.pages.refetch();
        break;
      case 'removed':
      case 'room_closed':
        this.stand({ closed: typeof notice.message === 'string' ? notice.message : ENDED });
        break;
      default:
        this.listings.notice(notice.type);
    }
    this.context.changed();
  }

  takePoll({ resource, page }: IPolled): void {
    this.polled.assign(resource);
    this.isPolled = true;
    this.presence.assign(resource.online ?? []);
    this.pages.addNames(page.names);
    this.timeline.setWindow(page.messages, page.has_more);
    this.posts.reconcile();
    this.listings.polled(resource);
    this.stand({ can: new Set(resource.can ?? []) });
  }

  /** The session is gone. */
  pause(): void {
    this.presence.hush();
    this.context.changed();
  }

  /** The server does not want me here; a notice may have said it better already. */
  close(sentence: string): void {
    this.stand({ closed: this.standing.closed ?? sentence });
  }

  dispose(): void {
    this.pages.dispose();
    this.replica.reset();
  }

  /** A fresh view of which every unchanged part is the same object as before. */
  view(connection: ConnectionState): IRoomView {
    const { timeline, pages } = this;
    const facts = this.facts.snapshot();
    return {
      ...facts,
      ...this.standing,
      can: this.rights.of(this.standing.can, facts.room),
      listings: this.listings.all,
      connection,
      presence: this.presence.all,
      messages: this.overlay.apply(timeline.snapshot(), this.replica.live.all, id => timeline.indexOf(id)),
      hasOlder: timeline.hasOlder,
      loadingOlder: pages.isLoading,
      names: pages.names,
      pending: this.posts.snapshot()
    };
  }

  private followReplica({ rebuilt, synced, touched }: IReplicaChange): void {
    const { window, facts } = this.replica;
    if (rebuilt || this.isPolled) {
      this.timeline.setWindow(window.all, facts.older);
    } else {
      this.timeline.follow(touched, window.all, facts.older);
    }
    this.posts.reconcile();
    if (synced) {
      this.isPolled = false;
      void this.pages.refetch();
    }
    this.context.changed();
  }

  private stand(change: Partial<Standing>): void {
    this.standing = { ...this.standing, ...change };
    this.context.changed();
  }
}
