/** Where Markdown may be cut so that its parts render as they do together. */
import { describe, expect, it } from 'vitest';
import { BlockSplitter } from '../model/blocks';

const split = (source: string): readonly string[] => new BlockSplitter().next(source);

describe('BlockSplitter', () => {
  it('cuts where a paragraph ends', () => {
    expect(split('')).toEqual([]);
    expect(split('one\ntwo\n\n# three\n\n\n> four\n')).toEqual(['one\ntwo', '# three', '> four']);
  });

  it('keeps fences whole, whatever they contain', () => {
    const fence = '````md\n```\n\na\n\n```\n~~~~\n````';
    expect(split(`before\n\n${fence}\n\nafter`)).toEqual(['before', fence, 'after']);
    expect(split('```\nopen\n\nstill open')).toEqual(['```\nopen\n\nstill open']);
  });

  it('keeps lists whole, with what is indented below an item', () => {
    const list = '1. one\n\n   more\n\n   ```\n\n   code\n   ```\n\n2. two';
    expect(split(`${list}\n\nafter`)).toEqual([list, 'after']);
    expect(split('text\n\n    code\n\nafter')).toEqual(['text\n\n    code', 'after']);
  });

  it('keeps everything together from raw HTML on, but not from a link', () => {
    expect(split('a\n\n<details>\n\nb\n\n</details>')).toEqual(['a', '<details>\n\nb\n\n</details>']);
    expect(split('<https://jupyter.org>\n\nb')).toEqual(['<https://jupyter.org>', 'b']);
  });

  it('gives each block the link definitions that it uses', () => {
    const source = 'see [Docs][d]\n\nplain\n\n[d]: https://jupyter.org';
    expect(split(source)).toEqual(['see [Docs][d]\n\n[d]: https://jupyter.org', 'plain', '[d]: https://jupyter.org']);
    expect(split('text\n[d]: no definition\n\n[d]')).toEqual(['text\n[d]: no definition', '[d]']);
    expect(split('[d]: https://jupyter.org\n\n```\n[d]')).toEqual(['[d]: https://jupyter.org', '```\n[d]']);
  });

  it('cuts a stream, letter by letter, as it cuts the whole', () => {
    const source =
      'Hi *you*\n\n- a\n\n1. b\n\n  c\n\n```py\nx\n\n  ```\ny\n```\n\n[q]: https://x.org\n\n[q] and\n\n<b>\n\nend\n';
    const splitter = new BlockSplitter();
    for (let length = 0; length <= source.length; length++) {
      expect(splitter.next(source.slice(0, length))).toEqual(split(source.slice(0, length)));
    }
    expect(splitter.next('another text')).toEqual(['another text']);
  });
});
