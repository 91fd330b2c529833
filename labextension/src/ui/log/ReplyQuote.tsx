/** The message replied to, on one line; a click goes there. */
import type { ReactElement } from 'react';
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
  const text = quoted ? preview(quoted.body) || words.__('(output)') : words.__('an older message');
  return (
    <button type="button" className="cc-Quote" onClick={() => actions.jumpTo(messageId)}>
      {author && <b>{author}</b>} {text}
    </button>
  );
}
