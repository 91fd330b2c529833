/**
 * Redeeming a share link: the one request of somebody whom this server may not know yet. Needs no `CollabChat`: a lobby
 * could not connect before the answer, which brings a guest's cookie.
 */
import { browserEnvironment } from './browser';
import type { IEnvironment } from './env';
import { Rejection, Unreachable } from './rejection';
import { type IServerLocation, Server } from './server';
import type { ParticipantId, Role } from './types';

export interface IShareLink {
  secret: string;
  /** What a guest wants to be called; left out by people with a login, who have a name here. */
  name?: string;
}

export interface IJoined {
  rooms: { id: string; name: string; role: Role }[];
  me: ParticipantId;
  /** Whether the link made me a guest. */
  guest: boolean;
}

/** Rejects with `Rejection`. Tried once: a second try after a lost answer would make a second guest. */
export async function redeem(
  location: IServerLocation,
  link: IShareLink,
  env: IEnvironment = browserEnvironment()
): Promise<IJoined> {
  try {
    const ack = await new Server(location, env).command(null, env.mintId(), { type: 'join', ...link });
    return ack as unknown as IJoined;
  } catch (error) {
    throw error instanceof Unreachable ? unreachable() : error;
  }
}

function unreachable(): Rejection {
  return new Rejection({ code: 'client/unreachable', message: 'The server does not answer. Try again.' });
}
