/** Hands a file to the person in front of the browser. The one place that knows how a page does that. */

/** Longer than any browser takes to begin with it. */
const KEPT_MS = 60_000;

/** `name` may be anything: what file systems refuse is left out. */
export function saveFile(name: string, suffix: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = `${fileName(name)}.${suffix}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

export function fileName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{C}\p{Z}\\/:*?"<>|.]+/gu, ' ')
    .trim();
  return plain.slice(0, 100) || 'room';
}
