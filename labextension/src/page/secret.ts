/** The secret of a share link: read from the fragment, which no server sees, and gone from the address at once. */

/** Null when the address has none. The caller keeps it in memory and nowhere else. */
export function takeSecret(view: Pick<Window, 'location' | 'history'> = window): string | null {
  const { hash, pathname, search } = view.location;
  const secret = hash.slice(1);
  if (secret === '') {
    return null;
  }
  view.history.replaceState(null, '', pathname + search);
  return secret;
}
