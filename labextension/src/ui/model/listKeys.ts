/** The keys of a list that belongs to a text field: the field keeps the focus and the caret. Pure. */
import type { KeyboardEvent } from 'react';

interface IListActions {
  move: (step: number) => void;
  choose: () => void;
}

/** Takes the key if it is the list's. */
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
