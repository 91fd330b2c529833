/**
 * Who is here and who types, as the server says. Each session begins with a complete picture, then come changes.
 */
import { decodePresence } from './decode';
import { keepIfSame, sameEntries } from './plain';
import type { IPresence, ParticipantId } from './types';
import type { PresenceChanges } from './wire';

export class Presence {
  private people: ReadonlyMap<ParticipantId, IPresence> = new Map();
  private isComplete = false;

  get all(): ReadonlyMap<ParticipantId, IPresence> {
    return this.people;
  }

  /** A new session: the next frame is the whole picture. */
  restart(): void {
    this.isComplete = false;
  }

  apply(changes: PresenceChanges): void {
    const next = new Map(this.isComplete ? this.people : []);
    for (const [who, presence] of Object.entries(changes)) {
      if (presence === null) {
        next.delete(who);
      } else {
        next.set(who, keepIfSame(this.people.get(who), decodePresence(presence)));
      }
    }
    this.replace(next);
    this.isComplete = true;
  }

  /** Everybody who is online, as REST says it. */
  assign(online: readonly ParticipantId[]): void {
    const here = { online: true, typing: false };
    const entries = online.map(who => [who, keepIfSame(this.people.get(who), here)] as const);
    this.replace(new Map(entries));
  }

  /** Without a socket nobody can be seen typing. */
  hush(): void {
    this.replace(
      new Map([...this.people].map(([who, each]) => [who, each.typing ? { ...each, typing: false } : each]))
    );
  }

  private replace(people: ReadonlyMap<ParticipantId, IPresence>): void {
    if (!sameEntries(this.people, people)) {
      this.people = people;
    }
  }
}
