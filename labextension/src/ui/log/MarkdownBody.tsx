/** Markdown, block by block: while a message streams only its last block renders again, and what is selected stays. */
import { memo, useCallback, useMemo, useState, type ReactElement } from 'react';
import type { IMessageView } from '../../core/api';
import type { IRendered } from '../host';
import { useHost, useWords } from '../hooks/host';
import { useAskRunner } from '../hooks/useAskRunner';
import { useRendered } from '../hooks/useRendered';
import { BlockSplitter } from '../model/blocks';
import { decorateCode } from '../model/decorateCode';
import { isUnfinished } from '../model/messageWords';

type Render = (source: string) => Promise<IRendered>;

export function MarkdownBody({ message }: { message: IMessageView }): ReactElement {
  const [splitter] = useState(() => new BlockSplitter());
  const blocks = useMemo(() => splitter.next(message.body), [splitter, message.body]);
  const render = useMessageRender(message.id);
  return (
    <div className={`cc-Body ${isUnfinished(message.status) ? 'cc-mod-streaming' : ''}`}>
      {blocks.map((source, index) => (
        <Block key={index} source={source} render={render} />
      ))}
      {blocks.length === 0 && <div className="cc-Body-plain" />}
    </div>
  );
}

/** Until the first rendering is ready the plain text stands in its place, so that a page paints at once. */
const Block = memo(function Block({ source, render }: { source: string; render: Render }): ReactElement {
  const [host, rendered] = useRendered(source, render);
  return (
    <div className="cc-Block">
      {!rendered && <div className="cc-Body-plain">{source}</div>}
      <div ref={host} />
    </div>
  );
});

function useMessageRender(message: string): Render {
  const { renderer, actions } = useHost();
  const words = useWords();
  const ask = useAskRunner(message);
  return useCallback(
    async source => {
      const rendered = await renderer.markdown(source);
      decorateCode(rendered.node, [
        { label: words.__('Copy'), run: code => actions.copy(code) },
        ...(ask ? [{ label: words.__('Ask runner'), run: ask }] : [])
      ]);
      return rendered;
    },
    [renderer, actions, words, ask]
  );
}
