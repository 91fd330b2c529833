/**
 * Messages older than the window, by REST: loads them on demand, and again whenever changes to them may have been missed.
 * The timeline decides what fits; this module only fetches.
 */
import { decodeMessage } from './decode';
import type { Cancel, IEnvironment } from './env';
import { Rejection, Unreachable } from './rejection';
import { roomPath, type Server } from './server';
import type { Timeline } from './timeline';
import type { IMessage, IMessagePage, Millis, ParticipantId, Seq } from './types';

const PAGE = 50;
const LARGEST_PAGE = 200;
const AFTER_FAILURE_MS = 2000;

/** A page as read. */
export interface IPage extends IMessagePage {
  messages: IMessage[];
}

/** Without `before`: the newest. */
export async function fetchPage(server: Server, room: string, before?: Seq, limit?: number): Promise<IPage> {
  const page = await server.get<Partial<IMessagePage>>(`${roomPath(room)}/messages`, { before, limit });
  const { messages = [], has_more = false, names = {} } = page;
  return { messages: messages.map(decodeMessage), has_more, names };
}

export interface IPagesContext {
  readonly room: string;
  readonly server: Server;
  readonly env: IEnvironment;
  readonly timeline: Timeline;
  readonly changed: () => void;
}

export class Pages {
  names: ReadonlyMap<ParticipantId, string> = new Map();
  isLoading = false;
  private quietUntil: Millis = 0;
  /** Outdates a refetch under way. */
  private run = 0;
  private cancelRetry: Cancel = () => undefined;

  constructor(private readonly context: IPagesContext) {}

  /** After a failure `hasOlder` stays true, so the list asks again; not at once, lest it spins. */
  async loadOlder(): Promise<void> {
    const { env, timeline } = this.context;
    const before = timeline.oldest;
    if (this.isLoading || !timeline.hasOlder || env.now() < this.quietUntil) {
      return;
    }
    this.setLoading(true);
    const page = await this.fetch(before, PAGE);
    if (page !== null) {
      timeline.prepend(page.messages, before, page.has_more);
    } else {
      this.quietUntil = env.now() + AFTER_FAILURE_MS;
    }
    this.setLoading(false);
  }

  /** Reads again what is shown from before the window: changes there are told only once, to who listens. */
  async refetch(): Promise<void> {
    this.cancelRetry();
    const { env, timeline, changed } = this.context;
    const run = ++this.run;
    let before = timeline.windowFirst;
    while (Number.isFinite(before) && before > timeline.oldest) {
      const page = await this.fetch(before, LARGEST_PAGE);
      if (run !== this.run) {
        return;
      }
      if (page === null) {
        this.cancelRetry = env.after(AFTER_FAILURE_MS, () => void this.refetch());
        return;
      }
      page.messages.forEach(message => timeline.amend(message));
      changed();
      before = page.messages[0]?.seq ?? -Infinity;
    }
  }

  addNames(names: { [participant: ParticipantId]: string }): void {
    const fresh = Object.entries(names).filter(([who, name]) => this.names.get(who) !== name);
    if (fresh.length > 0) {
      this.names = new Map([...this.names, ...fresh]);
    }
  }

  dispose(): void {
    this.run += 1;
    this.cancelRetry();
  }

  /** Null when it could not be had; why is the connection's to tell. */
  private async fetch(before: Seq, limit: number): Promise<IPage | null> {
    try {
      const page = await fetchPage(this.context.server, this.context.room, before, limit);
      this.addNames(page.names);
      return page;
    } catch (error) {
      if (error instanceof Rejection || error instanceof Unreachable) {
        return null;
      }
      throw error;
    }
  }

  private setLoading(isLoading: boolean): void {
    this.isLoading = isLoading;
    this.context.changed();
  }
}
