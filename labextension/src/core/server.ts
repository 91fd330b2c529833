/**
 * The REST side of one server: where it is, who I am to it, how its refusals read.
 * Knows credentials; the token travels in a header only, never in a URL. A guest has a cookie that scripts cannot read.
 */
import type { IEnvironment } from './env';
import { isRejectionBody, Rejection, Unreachable } from './rejection';
import type { IAck, ICommand, IMe, IRejection, ITicketAnswer } from './types';

export interface IServerLocation {
  /** Base URL of the Jupyter server, absolute. */
  baseUrl: string;
  token?: string;
}

export type Query = { [name: string]: string | number | undefined };

/** A server that accepts and then says nothing would hold the retry loop for ever. */
const ANSWER_WITHIN_MS = 20_000;

/** Bodies of refusals that are not ours: Jupyter answers before us, or a proxy does. */
const FOREIGN_REFUSALS: { [status: number]: IRejection } = {
  401: { code: 'auth/required', message: 'You are signed out. Reload the page to sign in.' },
  403: { code: 'auth/required', message: 'You are signed out. Reload the page to sign in.' },
  413: { code: 'frame/too-large', message: 'This message is too large to send.' },
  429: { code: 'rate/limited', message: 'Too many requests.' }
};

export class Server {
  private readonly root: URL;

  constructor(
    private readonly location: IServerLocation,
    private readonly env: IEnvironment
  ) {
    const base = location.baseUrl.endsWith('/') ? location.baseUrl : `${location.baseUrl}/`;
    this.root = new URL('api/collabchat/', base);
  }

  get<T>(path: string, query: Query = {}): Promise<T> {
    return this.request<T>(this.url(path, query), { method: 'GET' });
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.request<T>(this.url(path), { method: 'POST', body: JSON.stringify(body) });
  }

  /** A download; it may take as long as it takes. */
  async file(path: string, query: Query = {}): Promise<Blob> {
    const response = await this.fetched(this.url(path, query), { method: 'GET' });
    if (!response.ok) {
      throw refusal(response.status, await parsed(response));
    }
    try {
      return await response.blob();
    } catch (error) {
      throw new Unreachable(String(error));
    }
  }

  me(): Promise<IMe> {
    return this.get<IMe>('me');
  }

  /** One use, 30 s; of the lobby without a room. */
  async ticket(room: string | null): Promise<string> {
    const answer = await this.post<ITicketAnswer>('ticket', room === null ? {} : { room });
    return answer.ticket;
  }

  /** One command by REST; `room` null for those outside a room. */
  async command(room: string | null, id: string, command: ICommand): Promise<IAck> {
    const path = room === null ? 'commands' : `${roomPath(room)}/commands`;
    const answer = await this.post<{ ack: IAck }>(path, { id, command });
    return answer.ack;
  }

  socketUrl(path: string): string {
    const url = new URL(path, this.root);
    url.protocol = url.protocol.replace('http', 'ws');
    return url.href;
  }

  private url(path: string, query: Query = {}): string {
    const url = new URL(path, this.root);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) {
        url.searchParams.set(name, String(value));
      }
    }
    return url.href;
  }

  private async request<T>(url: string, init: RequestInit): Promise<T> {
    const deadline = new AbortController();
    const cancel = this.env.after(ANSWER_WITHIN_MS, () => deadline.abort());
    try {
      const response = await this.fetched(url, { ...init, signal: deadline.signal });
      const body = await parsed(response);
      if (response.ok && body !== undefined) {
        return body as T;
      }
      throw refusal(response.status, body);
    } finally {
      cancel();
    }
  }

  private async fetched(url: string, init: RequestInit): Promise<Response> {
    try {
      return await this.env.fetch(url, {
        ...init,
        headers: this.headers(init.method !== 'GET'),
        credentials: 'same-origin',
        cache: 'no-store'
      });
    } catch (error) {
      throw new Unreachable(String(error));
    }
  }

  /** `X-Collabchat` proves what a form of another site cannot: that a script of ours asks. Guests have no XSRF cookie. */
  private headers(writes: boolean): { [name: string]: string } {
    const headers: { [name: string]: string } = { 'Content-Type': 'application/json' };
    if (writes) {
      headers['X-Collabchat'] = '1';
    }
    const xsrf = this.env.cookie('_xsrf');
    if (xsrf !== null) {
      headers['X-XSRFToken'] = xsrf;
    }
    if (this.location.token) {
      headers.Authorization = `token ${this.location.token}`;
    }
    return headers;
  }
}

export function roomPath(room: string): string {
  return `rooms/${encodeURIComponent(room)}`;
}

/** Undefined when the body is not JSON (a login page, a proxy's error page) or broke off. */
async function parsed(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function refusal(status: number, body: unknown): Rejection | Unreachable {
  if (isRejectionBody(body)) {
    return new Rejection(body);
  }
  const foreign = FOREIGN_REFUSALS[status];
  return foreign ? new Rejection(foreign) : new Unreachable(`HTTP ${status}`);
}
