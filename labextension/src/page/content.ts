/**
 * Renders what people and agents wrote with JupyterLab's own renderers and its Markdown parser, without the rest of
 * JupyterLab. Loaded on its own, after the first paint: it is the larger half of the page. Formulas stay as typed.
 */
import { RenderMimeRegistry, standardRendererFactories } from '@jupyterlab/rendermime';
import { Marked } from 'marked';
import type { IBlobs } from '../plugins/picture';
import { LabRenderer } from '../plugins/renderer';
import type { IContentRenderer, IWords } from '../ui/host';

export function contentRenderer(words: IWords, blobs: IBlobs): IContentRenderer {
  const marked = new Marked({ gfm: true });
  const registry = new RenderMimeRegistry({
    initialFactories: standardRendererFactories,
    markdownParser: { render: async source => marked.parse(source) }
  });
  return new LabRenderer(registry, words, blobs);
}
