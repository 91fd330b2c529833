/**
 * A world that tests control: its clock moves when told, its sockets and its REST answers are in the test's hands.
 */
import type { Cancel, IEnvironment, ISocketEvents } from '../../env';
import type { UpFrame } from '../../wire';

export class FakeSocket {
  readonly texts: UpFrame[] = [];
  readonly binaries: Uint8Array[] = [];
  isClosed = false;
  private answersPings = false;

  constructor(
    readonly url: string,
    readonly protocol: string,
    private readonly events: ISocketEvents
  ) {}

  send(frame: string | Uint8Array): void {
    if (typeof frame === 'string') {
      this.texts.push(JSON.parse(frame) as UpFrame);
      this.answerPing();
    } else {
      this.binaries.push(frame);
    }
  }

  close(): void {
    this.isClosed = true;
  }

  open(): void {
    this.events.opened();
  }

  text(frame: object): void {
    this.events.text(JSON.stringify(frame));
  }

  bytes(frame: Uint8Array): void {
    this.events.bytes(frame);
  }

  drop(code: number, reason = ''): void {
    this.isClosed = true;
    this.events.closed(code, reason);
  }

  /** Answers every ping from now on, and the one that waits. */
  keepAlive(): void {
    this.answersPings = true;
    this.answerPing(this.up('ping').at(-1));
  }

  private answerPing(frame: UpFrame | undefined = this.texts.at(-1)): void {
    if (this.answersPings && frame && 'ping' in frame) {
      this.text({ pong: frame.ping, now: 2_000_000 });
    }
  }

  /** Frames up that have `key`, in order. */
  up<K extends string>(key: K): Extract<UpFrame, { [k in K]: unknown }>[] {
    return this.texts.filter(frame => key in frame) as Extract<UpFrame, { [k in K]: unknown }>[];
  }
}

interface ITimer {
  at: number;
  run: () => void;
}

export interface IRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: { [name: string]: string };
  body: unknown;
}

/** `silent`: accepted, and never answered. */
export type Answer = { status?: number; body?: unknown } | 'unreachable' | 'silent';
type Route = (request: IRequest) => Answer | Promise<Answer>;

export const BASE = 'http://server.test/base/';
const API = '/base/api/collabchat/';

export class World implements IEnvironment {
  time = 1_000_000;
  chance = 0.5;
  cookies: { [name: string]: string } = { _xsrf: 'x1' };
  readonly sockets: FakeSocket[] = [];
  readonly requests: IRequest[] = [];
  readonly reports: unknown[] = [];
  /** What the fake server answers, by method and path; the first prefix that fits. */
  routes: { [route: string]: Route } = {
    'POST ticket': () => ({ body: { ticket: 't1' } }),
    'GET me': () => ({ body: { id: 'user:ann', kind: 'user', name: 'Ann', can_create_rooms: true, agents: [] } })
  };
  private timers: ITimer[] = [];
  private wakers = new Set<() => void>();
  private ids = 0;
  private due: (() => void)[] = [];

  now = (): number => this.time;
  random = (): number => this.chance;
  mintId = (): string => `minted-${String(++this.ids).padStart(8, '0')}`;
  cookie = (name: string): string | null => this.cookies[name] ?? null;
  report = (what: string, error: unknown): void => void this.reports.push([what, error]);

  after = (delay: number, run: () => void): Cancel => {
    const timer = { at: this.time + delay, run };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter(each => each !== timer));
  };

  soon = (run: () => void): void => void this.due.push(run);

  onWake = (run: () => void): Cancel => {
    this.wakers.add(run);
    return () => this.wakers.delete(run);
  };

  openSocket = (url: string, protocol: string, events: ISocketEvents): FakeSocket => {
    const socket = new FakeSocket(url, protocol, events);
    this.sockets.push(socket);
    return socket;
  };

  fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { pathname, searchParams } = new URL(url);
    const request: IRequest = {
      method: init.method ?? 'GET',
      path: pathname.replace(API, ''),
      query: searchParams,
      headers: init.headers as { [name: string]: string },
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    };
    this.requests.push(request);
    const line = `${request.method} ${request.path}`;
    const route = Object.keys(this.routes).find(each => line === each) ?? '';
    const answer = this.routes[route] ? await this.routes[route](request) : { status: 404 };
    if (answer === 'unreachable') {
      throw new TypeError('Failed to fetch');
    }
    if (answer === 'silent') {
      return new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    }
    const { status = 200, body } = answer;
    const json = (): Promise<unknown> =>
      body === undefined ? Promise.reject(new SyntaxError()) : Promise.resolve(body);
    return { ok: status < 400, status, json } as Response;
  };

  /** The newest socket. */
  get socket(): FakeSocket {
    return this.sockets[this.sockets.length - 1];
  }

  wake(): void {
    this.wakers.forEach(run => run());
  }

  /** Lets everything that waits for nothing but its turn run. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 50; turn++) {
      await Promise.resolve();
    }
  }

  /** One frame: listeners that were asked to run soon do. Returns how many. */
  paint(): number {
    const due = this.due;
    this.due = [];
    due.forEach(run => run());
    return due.length;
  }

  /** Moves the clock; timers run at their times, in order. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await this.settle();
    for (;;) {
      const next = this.timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) {
        break;
      }
      this.timers = this.timers.filter(timer => timer !== next);
      this.time = Math.max(this.time, next.at);
      next.run();
      await this.settle();
    }
    this.time = end;
  }

  get timerCount(): number {
    return this.timers.length;
  }
}
