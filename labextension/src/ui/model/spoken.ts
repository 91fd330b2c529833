/**
 * What is new for someone who listens instead of looks: whole messages, votes, how agents are. Remembers what it said; what was there at the first look, and
 * older pages, stay silent.
 */
import type { IMessageView, IPollView, IRoomView } from '../../core/api';
import type { AgentStatus, ParticipantId, Seq } from '../../core/types';
import type { IWords } from '../host';
import { isUnfinished } from './messageWords';
import { outcomeOf } from './outcome';
import { authorOf } from './people';
import { statusNames } from './presence';
import { preview } from './text';

const LONGEST = 400;
/** On the way to these one hears nothing: it takes a moment. */
const PASSING: ReadonlySet<AgentStatus> = new Set(['starting', 'stopping']);

export class Spoken {
  private newest: Seq | null = null;
  private readonly unfinished = new Set<string>();
  private readonly polls = new Map<string, string>();
  private readonly agents = new Map<ParticipantId, AgentStatus>();

  constructor(private readonly words: IWords) {}

  next(view: IRoomView): string[] {
    if (!view.room) {
      return [];
    }
    const first = this.newest === null;
    const said = [...this.messages(view), ...this.decisions(view), ...this.moods(view)];
    return first ? [] : said;
  }

  private messages(view: IRoomView): string[] {
    const since = this.newest ?? 0;
    const finished = view.messages.filter(message => this.isNews(message, since));
    this.newest = view.messages.at(-1)?.seq ?? since;
    return finished
      .filter(message => message.author !== view.me)
      .map(message => `${authorOf(view, message.author)}: ${preview(message.body, LONGEST)}`);
  }

  private isNews(message: IMessageView, since: Seq): boolean {
    if (isUnfinished(message.status)) {
      this.unfinished.add(message.id);
      return false;
    }
    return this.unfinished.delete(message.id) || message.seq > since;
  }

  private decisions(view: IRoomView): string[] {
    return view.polls.flatMap(poll => {
      const before = this.polls.get(poll.id);
      this.polls.set(poll.id, poll.state);
      return before === poll.state ? [] : [this.decision(view, poll)];
    });
  }

  private decision(view: IRoomView, poll: IPollView): string {
    if (poll.state === 'open') {
      return this.words.__('Vote: %1', poll.title);
    }
    const { title, note } = outcomeOf(poll, view.members, view.me, this.words);
    return note ? `${title}, ${note}` : title;
  }

  /** How agents are, once they have changed to something that lasts. */
  private moods({ agents }: IRoomView): string[] {
    const changed = [...agents].filter(([id, { status }]) => !PASSING.has(status) && this.agents.get(id) !== status);
    changed.forEach(([id, { status }]) => this.agents.set(id, status));
    return changed.map(([, { name, status, error }]) => {
      const how = statusNames(this.words)[status];
      return error ? `${name}: ${how}. ${preview(error, LONGEST)}` : `${name}: ${how}`;
    });
  }
}
