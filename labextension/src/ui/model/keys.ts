/** Keys that mean the same in several places. */
import type { KeyboardEvent } from 'react';

interface IListActions {
  move: (step: number) => void;
  choose: () => void;
}

/** Of a list that belongs to a text field, which keeps the focus and the caret. */
export function listKey(event: KeyboardEvent, { move, choose }: IListActions): void {
  const actions: Partial<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: choose
  };
  const action = event.nativeEvent.isComposing ? undefined : actions[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
}

/** Leaves the innermost thing that one can leave. */
export function onEscape(event: KeyboardEvent, leave: () => void): void {
  if (event.key === 'Escape') {
    event.stopPropagation();
    leave();
  }
}
