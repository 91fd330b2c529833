/** One message: who, when, what, and what one may do with it. */
import { memo, type KeyboardEvent, type ReactElement } from 'react';
import type { IMessageView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRoom, useRoomActions } from '../hooks/room';
import { isUnfinished } from '../model/messageWords';
import { authorOf } from '../model/people';
import { clockTime } from '../model/time';
import { Avatar } from '../parts/Avatar';
import { TEST_IDS } from '../testids';
import { EditForm } from './EditForm';
import { MessageActions } from './MessageActions';
import { MessageBody } from './MessageBody';
import { MessageHead } from './MessageHead';
import { ReplyQuote } from './ReplyQuote';
import { SeenBy } from './SeenBy';
import { UsageLine } from './UsageLine';

interface IMessageItemProps {
  message: IMessageView;
  head: boolean;
  editing: boolean;
  flashed: boolean;
}

export const MessageItem = memo(function MessageItem({
  message,
  head,
  editing,
  flashed
}: IMessageItemProps): ReactElement {
  const words = useWords();
  const actions = useRoomActions();
  const name = useRoom(view => authorOf(view, message.author));
  const mine = useRoom(view => view.me === message.author);
  const label = mine ? words.__('You') : name;
  if (message.kind === 'system') {
    return <div className="cc-System">{message.body}</div>;
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      actions.focusComposer();
    }
  };
  return (
    <article
      className={`cc-Message ${head ? 'cc-mod-head' : ''} ${flashed ? 'cc-mod-flashed' : ''}`}
      aria-label={`${label}, ${clockTime(message.at)}`}
      aria-busy={isUnfinished(message.status)}
      tabIndex={-1}
      data-row-key={message.id}
      data-message-id={message.id}
      data-status={message.status}
      data-testid={TEST_IDS.message}
      onKeyDown={onKeyDown}
    >
      <div className="cc-Message-gutter">{head && <Avatar id={message.author} name={name} />}</div>
      <div className="cc-Message-main">
        <MessageHead message={message} label={label} head={head} />
        <Content message={message} editing={editing} />
      </div>
      {!editing && <MessageActions message={message} />}
    </article>
  );
});

function Content({ message, editing }: { message: IMessageView; editing: boolean }): ReactElement {
  return (
    <>
      {message.reply_to && <ReplyQuote messageId={message.reply_to} />}
      {editing ? <EditForm message={message} /> : <MessageBody message={message} />}
      <UsageLine message={message} />
      <SeenBy message={message} />
    </>
  );
}
