/** Invitations, share links and tokens in memory, for tests. */
import type { INewShare, INewToken, IRoomPeople, ITokens } from '../../core/api';
import type { IAccessToken, IInvite, IPerson, IRoomSummary, IShare } from '../../core/types';

/** What is listed about people, in memory. */
export class FakePeople implements IRoomPeople {
  known: IPerson[] = [];
  invited: IInvite[] = [];
  shared: IShare[] = [];
  owned: IRoomSummary[] = [];
  readonly queries: string[] = [];
  readonly made: INewShare[] = [];
  find(query: string): Promise<readonly IPerson[]> {
    this.queries.push(query);
    return Promise.resolve(this.known.filter(({ name }) => name.toLowerCase().startsWith(query.toLowerCase())));
  }
  invites(): Promise<readonly IInvite[]> {
    return Promise.resolve([...this.invited]);
  }
  shares(): Promise<readonly IShare[]> {
    return Promise.resolve([...this.shared]);
  }
  shareable(): Promise<readonly IRoomSummary[]> {
    return Promise.resolve([...this.owned]);
  }
  createShare(terms: INewShare): Promise<string> {
    this.made.push(terms);
    return Promise.resolve('once');
  }
}

export class FakeTokens implements ITokens {
  tokens: IAccessToken[] = [];
  readonly minted: INewToken[] = [];
  readonly revoked: string[] = [];
  list(): Promise<readonly IAccessToken[]> {
    return Promise.resolve([...this.tokens]);
  }
  mint(fields: INewToken): Promise<string> {
    this.minted.push(fields);
    return Promise.resolve('cc_secret');
  }
  revoke(token: string): Promise<void> {
    this.revoked.push(token);
    this.tokens = this.tokens.filter(({ id }) => id !== token);
    return Promise.resolve();
  }
}
