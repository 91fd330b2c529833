/**
 * What is about people and not everyone's to read: who could be invited, who is, share links, my tokens.
 * Nothing here is kept: each call asks the server, and a secret goes to whoever asked for it.
 */
import type { INewShare, INewToken, IRoomPeople, ITokens } from './api';
import type { IEnvironment } from './env';
import { answered, OutsideCommands } from './outside';
import { Rejection } from './rejection';
import { roomPath, type Server } from './server';
import type {
  IAccessToken,
  IAck,
  ICommand,
  IInvite,
  IInvitesAnswer,
  IPeopleAnswer,
  IPerson,
  IRoomsAnswer,
  IRoomSummary,
  IShare,
  ISharesAnswer,
  ITokensAnswer
} from './types';

/** What a room's own client does for it. */
interface IRoomDoor {
  send(command: ICommand): Promise<IAck>;
  mintId(): string;
}

export class RoomPeople implements IRoomPeople {
  constructor(
    private readonly room: string,
    private readonly server: Server,
    private readonly door: IRoomDoor
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

  async shareable(): Promise<readonly IRoomSummary[]> {
    const { rooms } = await answered(this.server.get<IRoomsAnswer>('rooms'));
    return rooms.filter(
      ({ id, role, collaboration, archived }) => role === 'owner' && id !== this.room && collaboration && !archived
    );
  }

  async createShare({ rooms: further = [], ...terms }: INewShare): Promise<string> {
    const rooms = [this.room, ...further];
    const request = this.door.mintId();
    return secretOf(await this.door.send({ type: 'create_share', request, rooms, ...terms }));
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
    const [request, rooms] = [this.env.mintId(), [...fields.rooms]];
    return secretOf(await this.commands.send(null, { type: 'mint_token', request, ...fields, rooms }));
  }

  async revoke(token: string): Promise<void> {
    await this.commands.send(null, { type: 'revoke_token', token });
  }
}

/** Secrets travel once: of a request that was sent again only its effect is acknowledged. */
function secretOf({ secret }: IAck): string {
  if (typeof secret === 'string') {
    return secret;
  }
  throw new Rejection({
    code: 'client/secret-lost',
    message: 'It was made, but the answer that carried the secret was lost. Revoke it in the list and make another.'
  });
}
