/**
 * What a room decided, long after it left the window: pages of polls, the whole record of one, and all of them as a file.
 * Nothing here is kept: each call asks the server.
 */
import type { ConversationFormat, IDecisionsPage, IRoomAudit, RecordFormat } from './api';
import { answered } from './outside';
import { roomPath, type Server } from './server';
import type { IBallot, IDecisionRecord, IPoll, ParticipantId, Seq } from './types';

/** How many decisions a page has. */
const PAGE = 30;

interface IPollsAnswer {
  polls: readonly (IPoll & { ballots: { [who: ParticipantId]: IBallot } })[];
  names?: { [who: ParticipantId]: string };
}

export class RoomAudit implements IRoomAudit {
  constructor(
    private readonly room: string,
    private readonly server: Server
  ) {}

  async decided(before?: Seq): Promise<IDecisionsPage> {
    const path = `${roomPath(this.room)}/polls`;
    const { polls, names = {} } = await answered(this.server.get<IPollsAnswer>(path, { before, limit: PAGE }));
    return {
      polls: polls.map(poll => ({ ...poll, ballots: new Map(Object.entries(poll.ballots)) })),
      names: new Map(Object.entries(names)),
      hasMore: polls.length === PAGE
    };
  }

  record(poll: string): Promise<IDecisionRecord> {
    return answered(this.server.get<IDecisionRecord>(`${roomPath(this.room)}/decisions/${encodeURIComponent(poll)}`));
  }

  file(format: RecordFormat): Promise<Blob> {
    return answered(this.server.file(`${roomPath(this.room)}/decisions`, { format }));
  }

  conversation(format: ConversationFormat): Promise<Blob> {
    return answered(this.server.file(`${roomPath(this.room)}/export`, { format }));
  }
}
