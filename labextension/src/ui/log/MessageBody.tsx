/** The content of a message: Markdown, outputs, or the word that it was taken away. */
import { useCallback, type ReactElement } from 'react';
import type { IMessageView } from '../../core/api';
import type { IRendered } from '../host';
import { useHost, useWords } from '../hooks/host';
import { useRendered } from '../hooks/useRendered';
import { useAskRunner } from '../hooks/useAskRunner';
import { decorateCode } from '../model/decorateCode';
import { isUnfinished } from '../model/messageWords';
import { AskAgain } from './AskAgain';
import { OutputBody } from './OutputBody';

export function MessageBody({ message }: { message: IMessageView }): ReactElement {
  const words = useWords();
  if (message.status === 'redacted') {
    return <div className="cc-Body cc-mod-redacted">{words.__('This message was redacted.')}</div>;
  }
  return (
    <>
      {message.kind === 'output' ? <RunBody message={message} /> : <SpokenBody message={message} />}
      <AskAgain message={message} />
    </>
  );
}

function SpokenBody({ message }: { message: IMessageView }): ReactElement {
  return (
    <>
      {(message.body !== '' || isUnfinished(message.status)) && <MarkdownBody message={message} />}
      <Outputs message={message} />
    </>
  );
}

/** What code printed is no Markdown; once it has ended, its outputs say the same in full. */
function RunBody({ message }: { message: IMessageView }): ReactElement {
  return message.mime?.length ? (
    <Outputs message={message} />
  ) : (
    <pre className={`cc-Output cc-Body-plain ${isUnfinished(message.status) ? 'cc-mod-streaming' : ''}`}>
      {message.body}
    </pre>
  );
}

function Outputs({ message }: { message: IMessageView }): ReactElement {
  return (
    <>
      {message.mime?.map((bundle, index) => (
        <OutputBody key={index} bundle={bundle} />
      ))}
    </>
  );
}

/** Until the first rendering is ready the plain text stands in its place, so that a page paints at once. */
function MarkdownBody({ message }: { message: IMessageView }): ReactElement {
  const { renderer, actions } = useHost();
  const words = useWords();
  const ask = useAskRunner(message.id);
  const render = useCallback(
    async (source: string): Promise<IRendered> => {
      const rendered = await renderer.markdown(source);
      decorateCode(rendered.node, [
        { label: words.__('Copy'), run: code => actions.copy(code) },
        ...(ask ? [{ label: words.__('Ask runner'), run: ask }] : [])
      ]);
      return rendered;
    },
    [renderer, actions, words, ask]
  );
  const [host, rendered] = useRendered(message.body, render);
  return (
    <div className={`cc-Body ${isUnfinished(message.status) ? 'cc-mod-streaming' : ''}`}>
      {!rendered && <div className="cc-Body-plain">{message.body}</div>}
      <div ref={host} />
    </div>
  );
}
