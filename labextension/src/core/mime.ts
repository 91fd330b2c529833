/**
 * What an output holds. Written by hand: a mime bundle is Jupyter's own JSON, the server passes it on untyped.
 */

/** A mime part that is too large to travel inside its message. */
export interface IBlobRef {
  ref: string;
  mime: string;
  bytes: number;
}
export type MimeValue = string | string[] | object | IBlobRef;
export type MimeBundle = { [mime: string]: MimeValue };
