/** The content of a message: Markdown, outputs, or the word that it was taken away. */
import type { ReactElement } from 'react';
import type { IMessageView } from '../../core/api';
import { useWords } from '../hooks/host';
import { isUnfinished } from '../model/messageWords';
import { AskAgain } from './AskAgain';
import { MarkdownBody } from './MarkdownBody';
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
