/** Which message the draft answers. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useRoomActions } from '../hooks/room';
import { ReplyQuote } from '../log/ReplyQuote';
import { IconButton } from '../parts/IconButton';

export function ReplyBar({ messageId }: { messageId: string }): ReactElement {
  const words = useWords();
  const actions = useRoomActions();
  return (
    <div className="cc-ReplyBar">
      <span>{words.__('Replying to')}</span>
      <ReplyQuote messageId={messageId} />
      <IconButton icon="close" label={words.__('Do not reply')} onClick={() => actions.replyTo(null)} />
    </div>
  );
}
