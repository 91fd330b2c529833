/**
 * Puts our own buttons under the code blocks of a hardened message, and lays diffs out as such. Buttons are made here,
 * never taken from the message.
 */
import { diffElements, parseDiff } from './diff';

export interface ICodeAction {
  label: string;
  run: (code: string) => void;
}

export function decorateCode(root: HTMLElement, actions: readonly ICodeAction[]): void {
  for (const block of root.querySelectorAll('pre')) {
    const frame = document.createElement('div');
    frame.className = 'cc-Code';
    const code = block.textContent ?? '';
    const diff = parseDiff(code);
    block.replaceWith(frame);
    frame.append(block, toolbar(code, actions));
    if (diff) {
      block.classList.add('cc-Diff');
      block.replaceChildren(...diffElements(diff));
    }
  }
}

function toolbar(code: string, actions: readonly ICodeAction[]): HTMLElement {
  const bar = document.createElement('div');
  bar.className = 'cc-Code-actions';
  for (const action of actions) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'cc-Link';
    button.textContent = action.label;
    button.addEventListener('click', () => action.run(code));
    bar.append(button);
  }
  return bar;
}
