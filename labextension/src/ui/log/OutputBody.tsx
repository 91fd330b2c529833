/** One output of a run, as untrusted notebook content. */
import { useCallback, type ReactElement } from 'react';
import type { MimeBundle } from '../../core/types';
import { useHost } from '../hooks/host';
import { useClient } from '../hooks/room';
import { useRendered } from '../hooks/useRendered';

export function OutputBody({ bundle }: { bundle: MimeBundle }): ReactElement {
  const { renderer } = useHost();
  const { id } = useClient();
  const render = useCallback((content: MimeBundle) => renderer.output(content, id), [renderer, id]);
  const [host, rendered] = useRendered(bundle, render);
  return (
    <div className="cc-Output">
      {!rendered && <pre className="cc-Body-plain">{plainText(bundle)}</pre>}
      <div ref={host} />
    </div>
  );
}

function plainText(bundle: MimeBundle): string {
  const text = bundle['text/plain'];
  return Array.isArray(text) ? text.join('') : typeof text === 'string' ? text : '';
}
