/**
 * Commands by REST, for those that no socket of a room carries: outside a room, or in one I am not in yet.
 */
import { backoffDelay } from './backoff';
import type { IEnvironment } from './env';
import { Rejection, Unreachable } from './rejection';
import type { Server } from './server';
import type { IAck, ICommand } from './types';

const TRIES = 4;

export class OutsideCommands {
  constructor(
    private readonly server: Server,
    private readonly env: IEnvironment
  ) {}

  /** Sent again while nobody answers, which every command allows; refused for good at the first rejection. */
  async send(room: string | null, command: ICommand): Promise<IAck> {
    const id = this.env.mintId();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.server.command(room, id, command);
      } catch (error) {
        if (!(error instanceof Unreachable) || attempt === TRIES) {
          throw error instanceof Unreachable ? unreachable() : error;
        }
      }
      await this.pause(attempt);
    }
  }

  private pause(attempt: number): Promise<void> {
    return new Promise(resume =>
      this.env.after(
        backoffDelay(attempt, () => this.env.random()),
        resume
      )
    );
  }
}

/** A read for somebody who waits for it: nobody answering is said as a sentence. */
export async function answered<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    throw error instanceof Unreachable ? unreachable() : error;
  }
}

function unreachable(): Rejection {
  return new Rejection({ code: 'client/unreachable', message: 'The server does not answer. Try again.' });
}
