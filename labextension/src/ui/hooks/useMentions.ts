/** Completion of an @mention at the caret: what matches, which one is marked, and its keys. */
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { IMember, ParticipantId } from '../../core/types';
import { candidates, complete, mentionAt, type IMentionQuery } from '../model/mentions';
import { useRoom } from './room';

export interface IMentionMenu {
  options: readonly [ParticipantId, IMember][];
  active: number;
  listId: string;
  choose: (index: number) => void;
}

export interface IMentions extends IMentionMenu {
  open: boolean;
  /** The id of the marked option, for `aria-activedescendant`. */
  activeId: string | undefined;
  close: () => void;
  onChange: (text: string) => void;
  onSelect: () => void;
  /** True when the key was the completion's. */
  onMentionKey: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

export function useMentions(
  field: RefObject<HTMLTextAreaElement>,
  draft: string,
  setDraft: (text: string) => void
): IMentions {
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const placeCaret = useCaret(field, draft);
  const query = caret === null ? null : mentionAt(draft, caret);
  const options = useCandidates(query);
  const marked = Math.min(active, options.length - 1);
  const close = (): void => setCaret(null);
  const choose = (index: number): void => {
    const done = query && options[index] ? complete(draft, query, options[index][1].handle) : null;
    if (done) {
      setDraft(done.draft);
      placeCaret(done.caret);
      close();
    }
  };
  const onMentionKey = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const move = (step: number): void => setActive((marked + step + options.length) % options.length);
    return options.length > 0 && menuKey(event, { move, choose: () => choose(marked), close });
  };
  const onSelect = (): void => {
    setCaret(caretOf(field.current));
    setActive(0);
  };
  const onChange = (text: string): void => {
    setDraft(text);
    onSelect(); // a paste moves the caret without a select event of its own
  };
  const open = options.length > 0;
  const activeId = open ? optionId(listId, marked) : undefined;
  return { open, options, active: marked, listId, activeId, choose, close, onChange, onSelect, onMentionKey };
}

function useCandidates(query: IMentionQuery | null): readonly [ParticipantId, IMember][] {
  const members = useRoom(view => view.members);
  const me = useRoom(view => view.me);
  return query ? candidates(members, query.text, me) : [];
}

interface IMenuKeys {
  move: (step: number) => void;
  choose: () => void;
  close: () => void;
}

function menuKey(event: KeyboardEvent, keys: IMenuKeys): boolean {
  const actions: Partial<Record<string, () => void>> = {
    ArrowDown: () => keys.move(1),
    ArrowUp: () => keys.move(-1),
    Enter: keys.choose,
    Tab: keys.choose,
    Escape: keys.close
  };
  const action = event.ctrlKey || event.metaKey ? undefined : actions[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
  return action !== undefined;
}

function caretOf(element: HTMLTextAreaElement | null): number | null {
  return element && element.selectionStart === element.selectionEnd ? element.selectionStart : null;
}

/** React puts the caret at the end when the text changes; this puts it where the completion ended. */
function useCaret(field: RefObject<HTMLTextAreaElement>, draft: string): (at: number) => void {
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (wanted.current !== null) {
      field.current?.setSelectionRange(wanted.current, wanted.current);
      wanted.current = null;
    }
  }, [draft, field]);
  return at => {
    wanted.current = at;
  };
}
