/** A unified diff as lines with their kind and number, and as elements. Text stays text: nothing in it becomes markup. */

export type Change = 'added' | 'removed' | 'same' | 'hunk' | 'note';

export interface IDiffLine {
  change: Change;
  /** As it stands in the diff, its sign included. */
  text: string;
  /** In the new text; of a removed line in the old one. */
  line: number | null;
}

interface IHunk {
  before: number;
  after: number;
  /** How many lines of the old and of the new text it still has: `--- a` may be a removed line. */
  left: [before: number, after: number];
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const HEAD = /^(diff |index |Index: |--- |\+\+\+ |@@ )/;

/** Null for a text that is none. */
export function parseDiff(text: string): readonly IDiffLine[] | null {
  const lines = text.replace(/\n$/, '').split('\n');
  if (!HEAD.test(lines[0]) || !lines.some(line => HUNK.test(line))) {
    return null;
  }
  let hunk: IHunk | null = null;
  return lines.map(line => {
    const isOver = hunk === null || (hunk.left[0] <= 0 && hunk.left[1] <= 0);
    const opening = isOver ? HUNK.exec(line) : null;
    if (opening) {
      hunk = hunkOf(opening);
      return { change: 'hunk', text: line, line: null };
    }
    return isOver || hunk === null ? { change: 'note', text: line, line: null } : numbered(line, hunk);
  });
}

function hunkOf([, before, lines = '1', after, newLines = '1']: RegExpExecArray): IHunk {
  return { before: Number(before), after: Number(after), left: [Number(lines), Number(newLines)] };
}

function numbered(text: string, hunk: IHunk): IDiffLine {
  switch (text[0]) {
    case '+':
      hunk.left[1] -= 1;
      return { change: 'added', text, line: hunk.after++ };
    case '-':
      hunk.left[0] -= 1;
      return { change: 'removed', text, line: hunk.before++ };
    case ' ':
    case undefined:
      hunk.left = [hunk.left[0] - 1, hunk.left[1] - 1];
      hunk.before++;
      return { change: 'same', text, line: hunk.after++ };
    default:
      return { change: 'note', text, line: null };
  }
}

const ELEMENTS: Partial<Record<Change, string>> = { added: 'ins', removed: 'del' };

/** One element per line; numbers are drawn from an attribute, so that nobody copies them. */
export function diffElements(lines: readonly IDiffLine[]): HTMLElement[] {
  return lines.map(({ change, text, line }) => {
    const element = document.createElement(ELEMENTS[change] ?? 'span');
    element.className = 'cc-Diff-line';
    element.dataset.change = change;
    element.dataset.line = line === null ? '' : String(line);
    element.textContent = text === '' ? ' ' : text;
    return element;
  });
}
