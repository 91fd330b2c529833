/** What may stay of a rendered message (after the page's own sanitizer). */
import { describe, expect, it } from 'vitest';
import { effectFields, revealHidden } from '../model/effect';
import { hardenFormulas, hardenHtml } from '../model/harden';

describe('hardenHtml', () => {
  it('keeps text, structure and leading space', () => {
    expect(hardenHtml('  <p>a <b>b</b></p><ul><li>c</li></ul>')).toBe('  <p>a <b>b</b></p><ul><li>c</li></ul>');
  });

  it.each([
    ['<p id="x" name="y" style="color:red" data-z="1" onclick="x()">a</p>', '<p>a</p>'],
    ['<form action="/x"><input></form><button>b</button>a', 'a'],
    ['<svg><a href="javascript:x()">s</a></svg>a', 'a'],
    ['<span class="jp-Dialog ansi-red-fg">a</span>', '<span class="ansi-red-fg">a</span>'],
    ['<a href="javascript:alert(1)">a</a>', '<a>a</a>'],
    ['<a href="/logout">a</a>', '<a>a</a>'],
    ['<a href="#x" target="_top">a</a>', '<a>a</a>'],
    ['<a href="http:logout">a</a>', '<a>a</a>'],
    ['<map name="m"><area href="/logout" shape="default"></map>a', 'a'],
    ['<p href="/logout" src="/logout">a</p>', '<p>a</p>']
  ])('%s becomes %s', (dirty, clean) => {
    expect(hardenHtml(dirty)).toBe(clean);
  });

  it('opens links outside and tells them nothing', () => {
    const link = hardenHtml('<a href="https://example.org/">a</a>');
    expect(link).toContain('rel="noopener noreferrer"');
    expect(link).toContain('target="_blank"');
  });

  it('turns remote pictures into links and keeps embedded ones', () => {
    const remote = hardenHtml('<img src="https://example.org/a.png" alt="plot" srcset="x">');
    expect(remote).not.toContain('<img');
    expect(remote).toContain('href="https://example.org/a.png"');
    expect(hardenHtml('<img src="/logout">')).not.toContain('<img');
    expect(hardenHtml('<img src="data:image/png;base64,AAAA" onerror="x()">')).toBe(
      '<img src="data:image/png;base64,AAAA">'
    );
    expect(hardenHtml('<img src="data:image/svg+xml;base64,AAAA">')).not.toContain('<img');
  });
});

describe('hardenFormulas', () => {
  const hardened = (html: string): HTMLElement => {
    const root = document.createElement('div');
    root.innerHTML = html;
    hardenFormulas(root);
    return root;
  };

  it('keeps what places a sign and takes what loads or leaves its place', () => {
    const sign = hardened('<mjx-utext style="font-family: x; width: 2em; position: fixed; background: url(//x)">');
    const { style } = sign.firstElementChild as HTMLElement;
    expect([style.width, style.fontFamily, style.position, style.backgroundImage]).toEqual(['2em', 'x', '', '']);
  });

  it.each(['javascript:x()', '/logout', '//example.org', 'http:logout'])('takes the link %s', address => {
    expect(hardened(`<mjx-mrow><a href="${address}">x</a></mjx-mrow>`).querySelector('[href]')).toBeNull();
  });
});

describe('effect detail', () => {
  it('shows a JSON object field by field, strings unescaped', () => {
    expect(effectFields('{"kernel":"k1","code":"a\\nb","n":2}')).toEqual([
      { name: 'kernel', text: 'k1' },
      { name: 'code', text: 'a\nb' },
      { name: 'n', text: '2' }
    ]);
  });

  it('shows the arguments of an effect first, then its tool and the name of its target', () => {
    const stored =
      '{"tool":"run_code","arguments":{"code":"a\\nb"},"target":{"kernel":"k1","name":"Python 3"},"room":"r"}';
    expect(effectFields(stored)).toEqual([
      { name: 'code', text: 'a\nb' },
      { name: 'tool', text: 'run_code' },
      { name: 'target', text: 'Python 3' }
    ]);
  });

  it('shows what changes first, as a diff, and all other arguments after it', () => {
    const diff = '--- a\n+++ a\n@@ -1 +1 @@\n-x\n+y\u202e';
    const write = {
      tool: 'edit_cell',
      arguments: { source: 'y\u202e', diff },
      target: { path: 'a.ipynb', source_sha256: 'x' }
    };
    const [place, changed, ...rest] = effectFields(JSON.stringify(write));
    expect(place).toEqual({ name: 'path', text: 'a.ipynb' });
    expect(changed.name).toBe('diff');
    expect(changed.diff?.map(({ change }) => change)).toEqual(['note', 'note', 'hunk', 'removed', 'added']);
    expect(changed.diff?.at(-1)?.text).toBe('+y\\u202e');
    expect(rest.map(({ name }) => name)).toEqual(['source', 'tool']);
    const changes = [
      { path: 'a.py', new_text: 'y', diff },
      { path: 'b.py', diff: '' }
    ];
    const several = effectFields(JSON.stringify({ tool: 'edit', arguments: { what: 'w', changes } }));
    expect(several.map(({ name }) => name)).toEqual(['a.py', 'what', 'a.py: new_text', 'b.py', 'tool']);
  });

  it('shows anything else as it is', () => {
    expect(effectFields('{not json')).toEqual([{ name: null, text: '{not json' }]);
    expect(effectFields('')).toEqual([]);
  });

  it('spells out characters that hide or reorder text', () => {
    expect(revealHidden('a\u202eb\u200bc\td\n')).toBe('a\\u202eb\\u200bc\td\n');
  });
});
