/** The text field and its keys. Enter or Ctrl+Enter sends by setting; the other one makes a new line. */
import type { KeyboardEvent, ReactElement, RefObject } from 'react';
import { useHost } from '../hooks/host';
import { useAutoHeight } from '../hooks/useAutoHeight';
import type { IComposer } from '../hooks/useComposer';
import { useMentions } from '../hooks/useMentions';
import { MentionMenu } from './MentionMenu';

interface IComposerFieldProps {
  field: RefObject<HTMLTextAreaElement>;
  composer: IComposer;
}

export function ComposerField({ field, composer }: IComposerFieldProps): ReactElement {
  const { words, settings } = useHost();
  const { draft } = composer;
  const mentions = useMentions(field, draft, composer.change);
  const { open, listId, activeId, onChange, onSelect, onMentionKey, close, ...menu } = mentions;
  useAutoHeight(field, draft);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    event.stopPropagation(); // a notebook around us would take the keys for its own shortcuts
    if (!onMentionKey(event) && !event.nativeEvent.isComposing) {
      writingKey(event, settings.sendWith, composer.send);
    }
  };
  return (
    <div className="cc-Composer-field" onBlur={composer.leave}>
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
        value={draft}
        onChange={event => onChange(event.target.value)}
        onSelect={onSelect}
        onFocus={onSelect}
        onKeyDown={onKeyDown}
        onBlur={close}
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
