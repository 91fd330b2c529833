/** The message replied to, on one line; a click goes there. */
import type { ReactElement } from 'react';
import type { IMessageView } from '../../core/api';
import type { IWords } from '../host';
import { useWords } from '../hooks/host';
import { useRoom, useRoomActions } from '../hooks/room';
import { authorOf } from '../model/people';
import { preview } from '../model/text';

export function ReplyQuote({ messageId }: { messageId: string }): ReactElement {
  const words = useWords();
  const actions = useRoomActions();
  const quoted = useRoom(view => view.messages.find(message => message.id === messageId));
  const author = useRoom(view =>
    quoted ? (quoted.author === view.me ? words.__('You') : authorOf(view, quoted.author)) : ''
  );
  return (
    <button type="button" className="cc-Quote" onClick={() => actions.jumpTo(messageId)}>
      {author && <b>{author}</b>} {quoteWords(quoted, words)}
    </button>
  );
}

function quoteWords(quoted: IMessageView | undefined, words: IWords): string {
  if (!quoted) {
    return words.__('an older message');
  }
  const nothing = quoted.status === 'redacted' ? words.__('(redacted)') : words.__('(output)');
  return preview(quoted.body) || nothing;
}
