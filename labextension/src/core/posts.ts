/**
 * My messages that the room does not show yet. A message id is minted once: a retry is the same message.
 * A post ends as seen in the timeline, never as merely acknowledged: neither a flash nor a double.
 */
import type { IPendingMessage, IPostOptions } from './api';
import type { Outbox } from './outbox';
import { Rejection } from './rejection';
import type { Timeline } from './timeline';
import type { ICommand, Millis, Seq } from './types';

interface IPost {
  shown: IPendingMessage;
  /** Id in the outbox. */
  submission: string;
  acked: Seq | null;
}

export interface IPostsContext {
  readonly outbox: Outbox;
  readonly timeline: Timeline;
  readonly mintId: () => string;
  readonly now: () => Millis;
  readonly changed: () => void;
}

export class Posts {
  private readonly posts = new Map<string, IPost>();
  private view: readonly IPendingMessage[] | null = null;

  constructor(private readonly context: IPostsContext) {}

  /** The same array until something changes. */
  snapshot(): readonly IPendingMessage[] {
    return (this.view ??= [...this.posts.values()].map(post => post.shown));
  }

  async post(body: string, { to, reply_to }: IPostOptions = {}): Promise<void> {
    const addressed = { ...(to ? { to } : {}), ...(reply_to ? { reply_to } : {}) };
    const id = this.context.mintId();
    await this.submit({ id, body, ...addressed, at: this.context.now(), failure: null });
  }

  async retry(id: string): Promise<void> {
    const post = this.posts.get(id);
    if (post?.shown.failure) {
      await this.submit({ ...post.shown, failure: null });
    }
  }

  discard(id: string): void {
    const post = this.posts.get(id);
    if (post !== undefined) {
      this.remove(id);
      this.context.outbox.cancel(post.submission);
    }
  }

  /** The timeline changed: what it shows, or has already passed, is no longer pending. */
  reconcile(): void {
    const { timeline, outbox } = this.context;
    for (const [id, { acked, submission }] of this.posts) {
      const isPast = acked !== null && timeline.newest >= acked;
      if (timeline.has(id) || isPast) {
        this.remove(id);
        outbox.settle(submission, { seq: acked ?? timeline.newest });
      }
    }
  }

  private async submit(shown: IPendingMessage): Promise<void> {
    const { outbox, changed } = this.context;
    const { id: submission, answer } = outbox.submit(postCommand(shown));
    const post: IPost = { shown, submission, acked: null };
    this.posts.set(shown.id, post);
    this.view = null;
    changed();
    try {
      post.acked = (await answer).seq;
      this.reconcile();
    } catch (error) {
      this.fail(post, error);
    }
    changed();
  }

  private fail(post: IPost, error: unknown): void {
    if (!(error instanceof Rejection)) {
      throw error;
    }
    // Discarded, or posted anew meanwhile: this answer is nobody's.
    if (this.posts.get(post.shown.id) === post) {
      post.shown = { ...post.shown, failure: error };
      this.view = null;
    }
  }

  private remove(id: string): void {
    this.posts.delete(id);
    this.view = null;
    this.context.changed();
  }
}

function postCommand({ id, body, to, reply_to }: IPendingMessage): ICommand {
  return {
    type: 'post_message',
    message_id: id,
    body,
    ...(to ? { to } : {}),
    ...(reply_to ? { reply_to } : {})
  };
}
