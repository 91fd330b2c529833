/** Unified diffs as lines: their kinds, their numbers, and that nothing of them becomes markup. */
import { describe, expect, it } from 'vitest';
import { decorateCode } from '../model/decorateCode';
import { diffElements, parseDiff } from '../model/diff';

const DIFF = '--- before\n+++ after\n@@ -3,3 +3,4 @@\n same\n--- gone\n+<img src=x>\n+two\n\n@@ -20 +21 @@\n-a\n+b';

describe('parseDiff', () => {
  it('numbers lines: removed ones as they were, the others as they will be', () => {
    const lines = parseDiff(DIFF)?.map(({ change, line }) => `${change} ${line ?? ''}`.trim());
    const first = ['note', 'note', 'hunk', 'same 3', 'removed 4', 'added 4', 'added 5', 'same 6'];
    expect(lines).toEqual([...first, 'hunk', 'removed 20', 'added 21']);
  });

  it('knows that other text is none', () => {
    expect(parseDiff('- a list\n+ of signs')).toBeNull();
    expect(parseDiff('--- a heading\ntext')).toBeNull();
    expect(parseDiff('')).toBeNull();
  });

  it('keeps every line as text, with its sign', () => {
    const elements = diffElements(parseDiff(DIFF) ?? []);
    expect(elements.map(element => element.tagName).slice(4, 6)).toEqual(['DEL', 'INS']);
    expect(elements[5].textContent).toBe('+<img src=x>');
    expect(elements.some(element => element.querySelector('img'))).toBe(false);
  });
});

describe('decorateCode', () => {
  it('lays a diff out, and still copies it as it is', () => {
    const root = document.createElement('div');
    root.innerHTML = '<pre><code></code></pre><pre><code>x = 1</code></pre>';
    root.querySelectorAll('code')[0].textContent = DIFF;
    const copied: string[] = [];
    decorateCode(root, [{ label: 'Copy', run: code => copied.push(code) }]);
    expect(root.querySelectorAll('pre.cc-Diff')).toHaveLength(1);
    expect(root.querySelectorAll('ins')).toHaveLength(3);
    root.querySelector('button')?.click();
    expect(copied).toEqual([DIFF]);
  });
});
