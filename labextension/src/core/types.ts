/**
 * Shapes that travel on the wire. Those of `types.gen.ts` are made from the server's types; by hand are only a message
 * as it reads once its defaults are filled in (decode.ts), and objects with further fields, which no Python type names.
 */
import type { ClientCommand, IMessageValue, OutsideCommand, Seq } from './types.gen';

export type * from './mime';
export type * from './types.gen';

type Filled<T, Field extends keyof T> = T & Required<Pick<T, Field>>;

/** A message as read: what is absent on the wire because it is the default is there. */
export type IMessage = Filled<IMessageValue, 'kind' | 'status' | 'mentions'>;

/** A command in a room or outside, as the server accepts it. */
export type ICommand = ClientCommand | OutsideCommand;

/** `seq` and what the command made, by the command. */
export interface IAck {
  seq: Seq;
  [result: string]: unknown;
}

/** A refused command; `message` is one sentence for a person. */
export interface IRejection {
  code: string;
  message: string;
  [detail: string]: unknown;
}
