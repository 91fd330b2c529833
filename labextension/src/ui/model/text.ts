/** Small facts about texts: sizes, code blocks, one-line previews. Pure. */

export function byteCount(text: string): number {
  return new TextEncoder().encode(text).length;
}

export function lineCount(text: string): number {
  return text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
}

/** `950`, `1.2k`, `3.4M`. */
export function compactNumber(value: number): string {
  if (value < 1000) {
    return String(value);
  }
  return value < 1_000_000 ? `${(value / 1000).toFixed(1)}k` : `${(value / 1_000_000).toFixed(1)}M`;
}

/** The first words of a message on one line, its commonest Markdown marks dropped: `6 * 7` keeps its star. */
export function preview(body: string, limit = 120): string {
  const line = body
    .replace(/```[^\n]*\n?/g, ' ')
    .replace(/^ {0,3}[#>]+ /gm, '')
    .replace(/\*\*(\S(?:[^*]*\S)?)\*\*/g, '$1')
    .replace(/`/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const chars = [...line];
  return chars.length > limit ? `${chars.slice(0, limit).join('')}…` : line;
}

/** Wraps code in a fence that is longer than any run of backticks inside it. */
export function fenced(code: string): string {
  const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(run => run[0].length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}\n${code.replace(/\n$/, '')}\n${fence}`;
}
