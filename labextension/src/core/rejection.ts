/**
 * The two ways a request ends badly: the server refused it (`Rejection`), or nobody of ours answered (`Unreachable`).
 * Codes are the server's (PROTOCOL, Codes); the few that start with `client/` never travel.
 */
import type { IRejection } from './types';

export class Rejection extends Error implements IRejection {
  readonly code: string;
  [detail: string]: unknown;

  constructor({ code, message, ...details }: IRejection) {
    super(message);
    Object.assign(this, details);
    this.name = 'Rejection';
    this.code = code;
  }
}

/** No answer of our server: down, restarting, or a proxy in between. Trying again is right. */
export class Unreachable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Unreachable';
  }
}

export function closedRejection(message: string): Rejection {
  return new Rejection({ code: 'client/closed', message });
}

export function tooLargeRejection(): Rejection {
  return new Rejection({ code: 'frame/too-large', message: 'This message is too large to send.' });
}

/** Jupyter's own error bodies have a message but no code. */
export function isRejectionBody(body: unknown): body is IRejection {
  const { code, message } = (body ?? {}) as Partial<IRejection>;
  return typeof code === 'string' && typeof message === 'string';
}
