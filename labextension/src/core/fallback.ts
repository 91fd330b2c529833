/**
 * A room without a socket: state by polling, commands by REST, one at a time so that their order holds (FEATURES, RE1).
 */
import type { IEnvironment } from './env';
import type { ICarrier, Outbox } from './outbox';
import { fetchPage, type IPage } from './pages';
import { Poller } from './poller';
import { Rejection, Unreachable } from './rejection';
import { roomPath, type Server } from './server';
import type { IRoomResource } from './types';

export interface IPolled {
  resource: Partial<IRoomResource>;
  /** The newest messages. */
  page: IPage;
}

/** Polls one room; `taken` gets each answer, `refused` the end of it. */
export function roomPoller(
  { room, server, env }: { room: string; server: Server; env: IEnvironment },
  taken: (answer: IPolled) => void,
  refused: (rejection: Rejection) => void
): Poller {
  const ask = async (): Promise<() => void> => {
    const [resource, page] = await Promise.all([
      server.get<Partial<IRoomResource>>(roomPath(room)),
      fetchPage(server, room)
    ]);
    return () => taken({ resource, page });
  };
  return new Poller(env, ask, refused);
}

/** Carries commands by `POST rooms/{room}/commands`. */
export function restCarrier(server: Server, room: string, outbox: Outbox): ICarrier {
  const post: ICarrier['send'] = (id, command) => {
    server.command(room, id, command).then(
      ack => outbox.acked(id, ack),
      (error: unknown) => {
        if (error instanceof Rejection) {
          outbox.rejected(id, error);
        } else if (error instanceof Unreachable) {
          outbox.unsent(id);
        } else {
          throw error;
        }
      }
    );
  };
  return { window: 1, send: post };
}
