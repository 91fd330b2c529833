/** Which formulas of a message the page's typesetter gets to see, and that a copy of its work is shown. */
import { describe, expect, it, vi } from 'vitest';
import { typesetCopy } from '../typeset';

const said = (text: string): { node: HTMLElement; dispose: () => void } => {
  const node = document.createElement('div');
  node.textContent = text;
  return { node, dispose: vi.fn() };
};
const typesetter = { typeset: vi.fn() };

describe('typesetCopy', () => {
  it.each(['no formula', '$\\def\\le{\\ge}$', '$\\let\\le=\\ge$', '$\\renewcommand{\\le}{\\ge}$', '$\\require{html}$'])(
    'leaves %s as typed',
    async text => {
      typesetter.typeset.mockClear();
      const rendered = said(text);
      expect(await typesetCopy(rendered, typesetter)).toBe(rendered);
      expect(typesetter.typeset).not.toHaveBeenCalled();
    }
  );

  it.each(['$a \\le b$', '\\(x\\)', '\\[\\left( x \\right)\\]', '$\\default$'])('shows a copy of %s', async text => {
    const rendered = said(text);
    const shown = await typesetCopy(rendered, typesetter);
    expect(typesetter.typeset).toHaveBeenCalledWith(rendered.node);
    expect(shown.node).not.toBe(rendered.node);
    expect(shown.node.textContent).toBe(text);
    shown.dispose();
    expect(rendered.dispose).toHaveBeenCalled();
  });
});
