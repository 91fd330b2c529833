/** A button with a menu: arrows, Home and End move, Esc and a click elsewhere close, the focus comes back. */
import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type ReactElement, type Ref } from 'react';
import { IconButton } from './IconButton';

export interface IMenuEntry {
  label: string;
  run: () => void;
}

export function Menu({ label, entries }: { label: string; entries: readonly IMenuEntry[] }): ReactElement {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (open) {
      list.current?.querySelector('button')?.focus();
    }
  }, [open]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const choose = (entry: IMenuEntry): void => {
    close();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (open) {
      event.stopPropagation();
      moveFocus(event, list.current, close);
    }
  };
  const onBlur = (event: FocusEvent): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) {
      setOpen(false);
    }
  };
  const toggle = (): void => setOpen(!open);
  return (
    <div className="cc-Menu" onKeyDown={onKeyDown} onBlur={onBlur}>
      <IconButton ref={button} icon="more" label={label} aria-haspopup="menu" aria-expanded={open} onClick={toggle} />
      {open && <Entries label={label} entries={entries} list={list} onChoose={choose} />}
    </div>
  );
}

interface IEntriesProps {
  label: string;
  entries: readonly IMenuEntry[];
  list: Ref<HTMLUListElement>;
  onChoose: (entry: IMenuEntry) => void;
}

function Entries({ label, entries, list, onChoose }: IEntriesProps): ReactElement {
  return (
    <ul ref={list} role="menu" aria-label={label}>
      {entries.map(entry => (
        <li key={entry.label} role="none">
          <button type="button" role="menuitem" tabIndex={-1} onClick={() => onChoose(entry)}>
            {entry.label}
          </button>
        </li>
      ))}
    </ul>
  );
}

function moveFocus(event: KeyboardEvent, list: HTMLElement | null, close: () => void): void {
  const items = [...(list?.querySelectorAll<HTMLElement>('button') ?? [])];
  const at = items.findIndex(item => item === event.target);
  const steps: Partial<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  const step = steps[event.key];
  if (event.key === 'Escape') {
    close();
  } else if (step !== undefined) {
    event.preventDefault();
    items.at(step % items.length)?.focus();
  }
}
