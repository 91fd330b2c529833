/** Ids that the client mints (8 to 64 of A-Za-z0-9_-). `crypto.randomUUID` needs a secure context; a plain http host has none. */
export function mintId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
