/** Renders messages and outputs through JupyterLab's own renderers, always untrusted. Owns which part of a bundle is shown. */
import type { IRenderMime, IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { PartialJSONObject } from '@lumino/coreutils';
import type { IBlobRef, MimeBundle, MimeValue } from '../core/types';
import type { IContentRenderer, IRendered, IWords } from '../ui/host';
import { hardenTree } from '../ui/model/harden';
import { compactNumber } from '../ui/model/text';
import { type IBlobs, renderPicture } from './picture';
import { HardSanitizer } from './sanitizer';
import { typesetCopy } from './typeset';

const ERROR = 'application/vnd.jupyter.error';
/** Richest first; whatever is not named here is never rendered (RULES 21). */
const SHOWN = [
  ERROR,
  'application/vnd.jupyter.stdout',
  'application/vnd.jupyter.stderr',
  'image/png',
  'image/jpeg',
  'image/gif',
  'text/html',
  'text/markdown',
  'text/latex',
  'application/json',
  'text/plain'
];
const PICTURE = /^image\/(png|jpeg|gif)$/;

export class LabRenderer implements IContentRenderer {
  private readonly registry: IRenderMimeRegistry;

  constructor(
    registry: IRenderMimeRegistry,
    private readonly words: IWords,
    private readonly blobs: IBlobs
  ) {
    this.registry = registry.clone({ sanitizer: new HardSanitizer(registry.sanitizer) });
  }

  async markdown(source: string): Promise<IRendered> {
    const rendered = await this.render('text/markdown', source);
    const { latexTypesetter } = this.registry;
    return latexTypesetter ? typesetCopy(rendered, latexTypesetter) : rendered;
  }

  async output(bundle: MimeBundle, room: string): Promise<IRendered> {
    const mime = SHOWN.find(type => type in bundle);
    if (!mime) {
      return this.plain(this.words.__('This output has no form that can be shown here.'));
    }
    const value = bundle[mime];
    if (isBlob(value)) {
      return PICTURE.test(value.mime) ? this.picture(value, room) : this.download(value, room);
    }
    switch (mime) {
      case 'application/json':
        return this.plain(JSON.stringify(value, null, 2));
      case ERROR:
        return this.render('application/vnd.jupyter.stderr', textOf(value));
      default:
        return this.render(mime, textOf(value));
    }
  }

  private async render(mime: string, text: string): Promise<IRendered> {
    const renderer: IRenderMime.IRenderer = this.registry.createRenderer(mime);
    const data: PartialJSONObject = { [mime]: text };
    await renderer.renderModel(this.registry.createModel({ data, trusted: false }));
    const { node } = renderer;
    node.querySelectorAll('.jp-InternalAnchorLink').forEach(link => link.remove());
    hardenTree(node);
    return { node, dispose: () => renderer.dispose() };
  }

  private plain(text: string): Promise<IRendered> {
    return this.render('text/plain', text);
  }

  private async picture(part: IBlobRef, room: string): Promise<IRendered> {
    try {
      return await renderPicture(await this.blobs.load(room, part.ref), this.words.__('Picture'));
    } catch {
      return this.plain(this.words.__('This picture could not be loaded.'));
    }
  }

  private download(part: IBlobRef, room: string): IRendered {
    const node = document.createElement('div');
    node.className = 'jp-RenderedHTMLCommon';
    const link = document.createElement('a');
    link.href = this.blobs.url(room, part.ref);
    link.download = '';
    link.textContent = this.words.__('Download %1 (%2 bytes)', part.mime, compactNumber(part.bytes));
    node.append(link);
    return { node, dispose: () => node.remove() };
  }
}

function isBlob(value: MimeValue): value is IBlobRef {
  return typeof value === 'object' && !Array.isArray(value) && typeof (value as Partial<IBlobRef>).ref === 'string';
}

function textOf(value: MimeValue): string {
  if (Array.isArray(value)) {
    return value.join('');
  }
  return typeof value === 'string' ? value : traceback(value);
}

/** An error travels as `{ename, evalue, traceback}`; its lines carry the colours of the kernel. */
function traceback(value: object): string {
  const error = value as { ename?: unknown; evalue?: unknown; traceback?: unknown };
  const lines = Array.isArray(error.traceback) ? error.traceback.join('\n') : '';
  return lines || `${String(error.ename)}: ${String(error.evalue)}`;
}
