/**
 * Texts a person has begun: composer drafts, edits, reasons. Kept per room in sessionStorage so that a reload, a lost
 * socket or a scrolled-away row never costs a word. Where storage is denied or full they live in memory only.
 */
const memory = new Map<string, string>();

function storageKey(key: string): string {
  return `jupyter-collabchat:draft:${key}`;
}

export function readDraft(key: string): string {
  const kept = memory.get(key);
  if (kept !== undefined) {
    return kept;
  }
  try {
    return sessionStorage.getItem(storageKey(key)) ?? '';
  } catch (error) {
    return ignoreDenied(error);
  }
}

export function writeDraft(key: string, text: string): void {
  memory.set(key, text);
  try {
    if (text === '') {
      sessionStorage.removeItem(storageKey(key));
    } else {
      sessionStorage.setItem(storageKey(key), text);
    }
  } catch (error) {
    ignoreDenied(error);
  }
}

/** Storage may be blocked by the browser's settings or over its quota; memory still holds the draft. */
function ignoreDenied(error: unknown): '' {
  if (error instanceof DOMException) {
    return '';
  }
  throw error;
}
