/**
 * Polls with their ballots. The document keeps ballots flat, keyed `<poll> <participant>`. Pure but for its memory of
 * the last result, which lets unchanged polls keep their identity.
 */
import type { IPollView } from './api';
import { sameEntries } from './plain';
import type { IBallot, IPoll, ParticipantId } from './types';

type Ballots = Map<ParticipantId, IBallot>;
const NO_BALLOTS: Ballots = new Map();

export class PollViews {
  private polls: ReadonlyMap<string, IPoll> | null = null;
  private ballots: ReadonlyMap<string, IBallot> | null = null;
  private sources = new Map<string, IPoll>();
  private views = new Map<string, IPollView>();
  private list: readonly IPollView[] = [];

  /** Ascending by seq; the same array while both maps are the same. */
  of(polls: ReadonlyMap<string, IPoll>, ballots: ReadonlyMap<string, IBallot>): readonly IPollView[] {
    if (polls !== this.polls || ballots !== this.ballots) {
      const byPoll = grouped(ballots);
      this.views = new Map([...polls].map(([id, poll]) => [id, this.view(id, poll, byPoll.get(id) ?? NO_BALLOTS)]));
      this.sources = new Map(polls);
      this.list = [...this.views.values()].sort((a, b) => a.seq - b.seq);
      this.polls = polls;
      this.ballots = ballots;
    }
    return this.list;
  }

  private view(id: string, poll: IPoll, ballots: Ballots): IPollView {
    const old = this.views.get(id);
    const same = old !== undefined && this.sources.get(id) === poll && sameEntries(old.ballots, ballots);
    return same ? old : { ...poll, ballots };
  }
}

function grouped(ballots: ReadonlyMap<string, IBallot>): Map<string, Ballots> {
  const byPoll = new Map<string, Ballots>();
  for (const [key, ballot] of ballots) {
    const space = key.indexOf(' ');
    const poll = key.slice(0, space);
    const own: Ballots = byPoll.get(poll) ?? new Map<ParticipantId, IBallot>();
    byPoll.set(poll, own.set(key.slice(space + 1), ballot));
  }
  return byPoll;
}
