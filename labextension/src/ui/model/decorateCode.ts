/** Puts our own buttons under the code blocks of a hardened message. They are made here, never taken from the message. */

export interface ICodeAction {
  label: string;
  run: (code: string) => void;
}

export function decorateCode(root: HTMLElement, actions: readonly ICodeAction[]): void {
  for (const block of root.querySelectorAll('pre')) {
    const frame = document.createElement('div');
    frame.className = 'cc-Code';
    block.replaceWith(frame);
    frame.append(block, toolbar(block.textContent ?? '', actions));
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
