/**
 * What is known of a room besides its messages, from the document or, while no socket opens, from `GET rooms/{room}`.
 * The two name the same nouns, so one class reads both; a room keeps one instance for each source.
 */
import type * as Y from 'yjs';
import type { IRoomView } from './api';
import * as decode from './decode';
import { MapMirror } from './mirror';
import { keepIfSame } from './plain';
import { PollViews } from './polls';
import type { IRoomInfo, IRoomResource } from './types';

export type IRoomFacts = Pick<IRoomView, 'room' | 'members' | 'agents' | 'turns' | 'polls' | 'receipts'>;

export class RoomFacts {
  private room: IRoomInfo | null = null;
  private readonly pollViews = new PollViews();
  private readonly nouns = {
    members: new MapMirror(decode.decodeMember),
    agents: new MapMirror(decode.decodeAgent),
    turns: new MapMirror(decode.decodeTurn),
    polls: new MapMirror(decode.decodePoll),
    ballots: new MapMirror(decode.decodeBallot),
    receipts: new MapMirror(decode.decodeReceipt)
  };

  /** Whether the room has messages from before the document's window. */
  get older(): boolean {
    return this.room?.older ?? false;
  }

  /** Follows a document from now on. */
  attach(doc: Y.Doc): void {
    Object.entries(this.nouns).forEach(([noun, mirror]) => mirror.attach(doc.getMap(noun)));
    const room = doc.getMap('room');
    const read = (): void => this.readRoom(Object.fromEntries(room.entries()));
    read();
    room.observe(read);
  }

  assign(resource: Partial<IRoomResource>): void {
    this.readRoom(resource.room);
    for (const noun of Object.keys(this.nouns) as (keyof typeof this.nouns)[]) {
      this.nouns[noun].assign(new Map(Object.entries(resource[noun] ?? {})));
    }
  }

  /** Parts that did not change are the same objects as before. */
  snapshot(): IRoomFacts {
    const { members, agents, turns, polls, ballots, receipts } = this.nouns;
    return {
      room: this.room,
      members: members.snapshot(),
      agents: agents.snapshot(),
      turns: turns.snapshot(),
      polls: this.pollViews.of(polls.snapshot(), ballots.snapshot()),
      receipts: receipts.snapshot()
    };
  }

  private readRoom(raw: unknown): void {
    this.room = keepIfSame(this.room ?? undefined, decode.decodeRoom(raw));
  }
}
