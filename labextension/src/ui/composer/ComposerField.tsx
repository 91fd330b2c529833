/** The text field and its keys. Enter or Ctrl+Enter sends by setting; the other one makes a new line. */
import type { KeyboardEvent, ReactElement, RefObject } from 'react';
import { useHost, useWords } from '../hooks/host';
import { useAutoHeight } from '../hooks/useAutoHeight';
import type { IComposer } from '../hooks/useComposer';
import { useMentions } from '../hooks/useMentions';
import { MentionMenu } from './MentionMenu';

interface IComposerFieldProps {
  field: RefObject<HTMLTextAreaElement>;
  composer: IComposer;
}

export function ComposerField({ field, composer }: IComposerFieldProps): ReactElement {
  const words = useWords();
  const { sendWith } = useHost().settings;
  const mentions = useMentions(field, composer.draft, composer.change);
  const { open, listId, activeId, onSelect, onMentionKey, close, ...menu } = mentions;
  useAutoHeight(field, composer.draft);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    event.stopPropagation(); // a notebook around us would take the keys for its own shortcuts
    if (!onMentionKey(event) && !event.nativeEvent.isComposing) {
      writingKey(event, sendWith, composer.send);
    }
  };
  const onBlur = (): void => {
    composer.leave();
    close();
  };
  return (
    <div className="cc-Composer-field">
      {open && <MentionMenu listId={listId} {...menu} />}
      <textarea
        ref={field}
        className="cc-Input cc-Composer-input"
        rows={2}
        aria-label={words.__('Message')}
        aria-autocomplete="list"
        aria-controls={open ? listId : undefined}
        aria-activedescendant={activeId}
        placeholder={words.__('Message, or @ to ask an agent')}
        readOnly={composer.locked}
        value={composer.draft}
        onChange={event => composer.change(event.target.value)}
        onSelect={onSelect}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
    </div>
  );
}

function writingKey(
  event: KeyboardEvent<HTMLTextAreaElement>,
  sendWith: 'enter' | 'ctrl-enter',
  send: () => void
): void {
  if (event.key === 'Enter' && sends(event, sendWith)) {
    event.preventDefault();
    send();
  } else if (event.key === 'Escape') {
    event.currentTarget.blur();
  }
}

function sends(event: KeyboardEvent, sendWith: 'enter' | 'ctrl-enter'): boolean {
  const modified = event.ctrlKey || event.metaKey;
  return modified || (sendWith === 'enter' && !event.shiftKey && !event.altKey);
}
