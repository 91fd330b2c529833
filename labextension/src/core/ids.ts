/**
 * Ids that clients mint: 8 to 64 of `A-Za-z0-9_-`, unguessable. They begin with the time, so that the server's index of
 * ids grows at its end instead of everywhere.
 */
const RANDOM_BYTES = 12;

/** `crypto.randomUUID` needs a secure context; a plain http host has none, `getRandomValues` is everywhere. */
export function mintId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
  const random = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return `${Date.now().toString(36)}-${random}`;
}
