/**
 * Commands on their way: kept until answered, sent in order, sent again after a cut (every command is idempotent).
 * Knows neither sockets nor messages; a carrier takes commands away, answers come back by id.
 */
import type { Cancel, IEnvironment } from './env';
import { Pacer } from './pacer';
import { closedRejection, Rejection, tooLargeRejection } from './rejection';
import type { IAck, ICommand, IRejection } from './types';

/** Takes commands to the server: a socket, or REST. */
export interface ICarrier {
  /** How many it carries unanswered. */
  readonly window: number;
  send(id: string, command: ICommand): void;
}

export interface ISubmission {
  id: string;
  /** Rejects with `Rejection` only. */
  answer: Promise<IAck>;
}

interface IEntry {
  readonly id: string;
  readonly command: ICommand;
  isSent: boolean;
  /** Times the server had trouble with it. */
  troubles: number;
  resolve(ack: IAck): void;
  reject(rejection: Rejection): void;
}

/** Rejections that are the server's trouble and pass; after so many a person should know. */
const PASSING: ReadonlySet<string> = new Set(['storage', 'overloaded']);
const MAX_TROUBLES = 5;
const SECOND_MS = 1000;

export class Outbox {
  private readonly entries = new Map<string, IEntry>();
  private readonly pacer = new Pacer();
  private carrier: ICarrier | null = null;
  /** Set while nothing will be carried: what comes now is refused at once. */
  private refusal: Rejection | null = null;
  private counter = 0;
  private cancelTimer: Cancel = () => undefined;

  constructor(private readonly env: Pick<IEnvironment, 'now' | 'after' | 'random'>) {}

  submit(command: ICommand): ISubmission {
    const id = `c${++this.counter}`;
    if (this.refusal !== null) {
      return { id, answer: Promise.reject(this.refusal) };
    }
    const answer = new Promise<IAck>((resolve, reject) => {
      this.entries.set(id, { id, command, isSent: false, troubles: 0, resolve, reject });
    });
    this.pump();
    return { id, answer };
  }

  /** From now on by this carrier; whatever has no answer yet is sent again, in order. */
  open(carrier: ICarrier): void {
    this.close();
    this.refusal = null;
    this.carrier = carrier;
    this.pump();
  }

  close(): void {
    this.cancelTimer();
    this.carrier = null;
    this.entries.forEach(entry => (entry.isSent = false));
  }

  acked(id: string, ack: IAck): void {
    this.pacer.succeeded();
    this.take(id)?.resolve(ack);
    this.pump();
  }

  rejected(id: string, rejection: IRejection): void {
    const entry = this.entries.get(id);
    if (entry === undefined) {
      return;
    }
    if (rejection.code === 'rate/limited') {
      this.pacer.limited(this.env.now(), Number(rejection.retry_after ?? 1) * SECOND_MS);
      entry.isSent = false;
    } else if (PASSING.has(rejection.code) && entry.troubles < MAX_TROUBLES) {
      entry.troubles += 1;
      this.unsent(id);
    } else {
      this.take(id)?.reject(asRejection(rejection));
    }
    this.pump();
  }

  /** The carrier could not deliver it. */
  unsent(id: string): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) {
      this.pacer.troubled(this.env.now(), () => this.env.random());
      entry.isSent = false;
      this.pump();
    }
  }

  /** Its effect was seen: as good as an ack. */
  settle(id: string, ack: IAck): void {
    this.take(id)?.resolve(ack);
    this.pump();
  }

  cancel(id: string): void {
    this.take(id)?.reject(closedRejection('Discarded.'));
    this.pump();
  }

  /** The server closed over a frame that was too big (1009): it can only have been the largest. */
  failLargest(): void {
    const sent = [...this.entries.values()].filter(entry => entry.isSent);
    const largest = sent.sort((a, b) => sizeOf(b) - sizeOf(a))[0];
    if (largest !== undefined) {
      this.take(largest.id)?.reject(tooLargeRejection());
    }
  }

  /** Nothing will be carried until the next `open`. */
  refuseAll(rejection: Rejection): void {
    this.close();
    this.refusal = rejection;
    [...this.entries.keys()].forEach(id => this.take(id)?.reject(rejection));
  }

  private take(id: string): IEntry | undefined {
    const entry = this.entries.get(id);
    this.entries.delete(id);
    if (this.entries.size === 0) {
      this.pacer.rested();
    }
    return entry;
  }

  private pump(): void {
    this.cancelTimer();
    for (const entry of this.waiting()) {
      const wait = this.pacer.wait(this.env.now());
      if (wait > 0) {
        this.cancelTimer = this.env.after(wait, () => this.pump());
        return;
      }
      entry.isSent = true;
      this.pacer.sent(this.env.now());
      this.carrier?.send(entry.id, entry.command);
    }
  }

  /** What may leave now, in order. */
  private waiting(): IEntry[] {
    if (this.carrier === null) {
      return [];
    }
    const entries = [...this.entries.values()];
    const inFlight = entries.filter(entry => entry.isSent).length;
    const free = Math.max(0, this.pacer.window(this.carrier.window) - inFlight);
    return entries.filter(entry => !entry.isSent).slice(0, free);
  }
}

function asRejection(rejection: IRejection): Rejection {
  return rejection instanceof Rejection ? rejection : new Rejection(rejection);
}

function sizeOf({ command }: IEntry): number {
  return JSON.stringify(command).length;
}
