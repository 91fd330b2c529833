/** Small choices that this browser remembers; where storage is denied they last as long as the page. */

const PREFIX = 'jupyter-collabchat:';

export function readKept(name: string): string | null {
  return tolerant(() => localStorage.getItem(PREFIX + name));
}

export function keep(name: string, value: string): void {
  tolerant(() => localStorage.setItem(PREFIX + name, value));
}

/** Browsers deny storage by throwing, as they do when it is full; anything else is a bug and stays loud. */
function tolerant<T>(access: () => T): T | null {
  try {
    return access();
  } catch (error) {
    if (error instanceof DOMException) {
      return null;
    }
    throw error;
  }
}
