/**
 * Cuts Markdown into blocks that render the same alone as in their text, so that a stream renders only its last one.
 * Cuts only where a paragraph would end anyway: lists stay whole, and so does everything from raw HTML on, which may
 * span blank lines. Owns where a block ends; knows nothing of how it is shown.
 */

interface IBlock {
  start: number;
  text: string;
  /** Lines that say what a link label used anywhere in the message stands for. */
  definitions: readonly string[];
}

interface IOpenBlock {
  start: number;
  definitions: string[];
  /** The marks that opened a code fence which is still open. */
  fence: string | null;
  isList: boolean;
  isHtml: boolean;
  afterBlank: boolean;
  /** A definition cannot interrupt a paragraph. */
  mayDefine: boolean;
}

const FENCE = /^\s*(`{3,}|~{3,})/;
const LIST = /^([-*+]|\d{1,9}[.)])(\s|$)/;
const DEFINITION = /^ {0,3}\[([^\]]+)\]:\s*\S/;
/** Not the link `<https://…>`. */
const HTML = /^ {0,3}<(?![a-z][\w+.-]*:)[a-z!?/]/i;

/** Remembers the blocks that are finished: what is appended costs its own length and that of the last block. */
export class BlockSplitter {
  private done: readonly IBlock[] = [];
  private prefix = '';

  next(source: string): readonly string[] {
    if (!source.startsWith(this.prefix)) {
      this.done = [];
      this.prefix = '';
    }
    const { finished, last } = cut(source, this.prefix.length);
    const tail = blockOf(source, last, source.length);
    const blocks = [...this.done, ...finished, tail];
    this.remember(source, blocks);
    return withDefinitions(blocks, last.fence !== null).filter(text => text !== '');
  }

  /** A line that is not whole may yet continue the block before it: `1` becomes `1. another item`. */
  private remember(source: string, blocks: readonly IBlock[]): void {
    const open = source.includes('\n', blocks[blocks.length - 1].start) ? 1 : 2;
    const first = blocks[Math.max(0, blocks.length - open)];
    this.done = blocks.slice(0, blocks.indexOf(first));
    this.prefix = source.slice(0, first.start);
  }
}

function cut(source: string, from: number): { finished: IBlock[]; last: IOpenBlock } {
  const finished: IBlock[] = [];
  let block = opened(from);
  for (let at = from; at < source.length;) {
    const newline = source.indexOf('\n', at);
    const end = newline < 0 ? source.length : newline;
    const line = source.slice(at, end);
    if (block.fence === null && block.afterBlank && starts(line, block)) {
      finished.push(blockOf(source, block, at));
      block = opened(at);
    }
    take(line, block, at === block.start);
    at = end + 1;
  }
  return { finished, last: block };
}

function opened(start: number): IOpenBlock {
  const none = { isList: false, isHtml: false, afterBlank: false, fence: null };
  return { start, definitions: [], mayDefine: true, ...none };
}

/** Whether a line after a blank one begins another block: neither what is indented nor another item of a list does. */
function starts(line: string, { isHtml, isList }: IOpenBlock): boolean {
  return !isHtml && /^\S/.test(line) && !(isList && LIST.test(line));
}

function take(line: string, block: IOpenBlock, isFirst: boolean): void {
  if (block.fence !== null) {
    block.fence = closes(line, block.fence) ? null : block.fence;
    return;
  }
  block.afterBlank = line.trim() === '';
  block.isList ||= isFirst && LIST.test(line);
  block.isHtml ||= HTML.test(line);
  block.fence = FENCE.exec(line)?.[1] ?? null;
  define(line, block);
}

function define(line: string, block: IOpenBlock): void {
  const defines = block.mayDefine && DEFINITION.test(line);
  if (defines) {
    block.definitions.push(line);
  }
  block.mayDefine = defines || block.afterBlank;
}

/** A fence is closed by at least as many of the same marks, alone on their line. */
function closes(line: string, fence: string): boolean {
  const marks = line.trim();
  return marks.startsWith(fence) && marks === fence[0].repeat(marks.length);
}

function blockOf(source: string, { start, definitions }: IOpenBlock, end: number): IBlock {
  return { start, text: source.slice(start, end).trimEnd(), definitions };
}

/** Each block with the definitions of the others that it uses; inside an open fence they would be code. */
function withDefinitions(blocks: readonly IBlock[], lastIsOpen: boolean): string[] {
  const all = blocks.flatMap(({ definitions }) => definitions);
  return blocks.map(({ text, definitions }, index) => {
    if (all.length === 0 || (lastIsOpen && index === blocks.length - 1)) {
      return text;
    }
    const used = all.filter(line => !definitions.includes(line) && uses(text, line));
    return [text, used.join('\n')].filter(Boolean).join('\n\n');
  });
}

function uses(text: string, definition: string): boolean {
  const label = DEFINITION.exec(definition)?.[1] ?? '';
  return text.toLowerCase().includes(`[${label.toLowerCase()}]`);
}
