/**
 * What is read about people by REST because it is not everyone's: who could be invited, who is, share links, my tokens.
 * Nothing here is kept: each call asks the server.
 */
import type { INewToken, IRoomPeople, ITokens } from './api';
import type { IEnvironment } from './env';
import { answered, OutsideCommands } from './outside';
import { Rejection } from './rejection';
import { roomPath, type Server } from './server';
import type {
  IAccessToken,
  IInvite,
  IInvitesAnswer,
  IPeopleAnswer,
  IPerson,
  IShare,
  ISharesAnswer,
  ITokensAnswer
} from './types';

export class RoomPeople implements IRoomPeople {
  constructor(
    private readonly room: string,
    private readonly server: Server
  ) {}

  async find(query: string): Promise<readonly IPerson[]> {
    const { people } = await answered(this.server.get<IPeopleAnswer>('people', { q: query, room: this.room }));
    return people;
  }

  async invites(): Promise<readonly IInvite[]> {
    const { invites } = await answered(this.server.get<IInvitesAnswer>(`${roomPath(this.room)}/invites`));
    return invites;
  }

  async shares(): Promise<readonly IShare[]> {
    const { shares } = await answered(this.server.get<ISharesAnswer>(`${roomPath(this.room)}/shares`));
    return shares;
  }
}

export class Tokens implements ITokens {
  private readonly commands: OutsideCommands;

  constructor(
    private readonly server: Server,
    private readonly env: IEnvironment
  ) {
    this.commands = new OutsideCommands(server, env);
  }

  async list(): Promise<readonly IAccessToken[]> {
    const { tokens } = await answered(this.server.get<ITokensAnswer>('tokens'));
    return tokens;
  }

  async mint(fields: INewToken): Promise<string> {
    const ack = await this.commands.send(null, { type: 'mint_token', request: this.env.mintId(), ...fields });
    if (typeof ack.secret === 'string') {
      return ack.secret;
    }
    throw new Rejection({
      code: 'client/secret-lost',
      message: 'The token was made, but the answer that carried it was lost. Revoke it and make another.'
    });
  }

  async revoke(token: string): Promise<void> {
    await this.commands.send(null, { type: 'revoke_token', token });
  }
}
