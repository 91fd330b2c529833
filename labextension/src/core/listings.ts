/**
 * When the lists outside the document changed (pending invitations, share links). What is in them is not kept here.
 */
import type { IListings } from './api';

const LISTS = ['invites', 'shares'] as const;

export class Listings {
  private numbers: IListings = { invites: 0, shares: 0 };
  private counts: { readonly [list: string]: unknown } = {};

  get all(): IListings {
    return this.numbers;
  }

  /** A new session: notices that were missed are not replayed. */
  restart(): void {
    this.raise(LISTS);
  }

  /** A notice of this type; other types are nobody's, the protocol may grow. */
  notice(type: string): void {
    this.raise(LISTS.filter(list => list === type));
  }

  /** `GET rooms/{room}` says only how many there are. */
  polled(counts: { readonly [noun: string]: unknown }): void {
    this.raise(LISTS.filter(list => counts[list] !== this.counts[list]));
    this.counts = counts;
  }

  private raise(lists: readonly (keyof IListings)[]): void {
    for (const list of lists) {
      this.numbers = { ...this.numbers, [list]: this.numbers[list] + 1 };
    }
  }
}
