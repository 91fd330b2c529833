/**
 * Formulas of untrusted messages, by JupyterLab's typesetter. Owns which formulas it gets, and what of its work is shown.
 */
import type { IRenderMime } from '@jupyterlab/rendermime';
import type { IRendered } from '../ui/host';
import { hardenFormulas } from '../ui/model/harden';

const MATH = /\$|\\\(|\\\[|\\begin\{/;
/**
 * One typesetter serves the whole page and keeps what it is told: a message could make every ≤ of a notebook a ≥.
 * Such formulas stay as typed.
 */
const DEFINITION =
  /\\([gex]?def|let|require|(re)?new(command|environment|tagform)|(provide|Declare)\w+|Newextarrow|definecolor|usetagform|mathtoolsset)(?![a-zA-Z])/;

/** What is shown is a copy: the typesetter keeps the original, and may set it anew with all that was removed. */
export async function typesetCopy(rendered: IRendered, typesetter: IRenderMime.ILatexTypesetter): Promise<IRendered> {
  const text = rendered.node.textContent ?? '';
  if (!MATH.test(text) || DEFINITION.test(text)) {
    return rendered;
  }
  await typesetter.typeset(rendered.node);
  const node = rendered.node.cloneNode(true) as HTMLElement;
  hardenFormulas(node);
  return {
    node,
    dispose: () => {
      node.remove();
      rendered.dispose();
    }
  };
}
