/** "(3) JupyterLab": how much is new, in the browser's tab, while nobody looks at this page. */
const COUNT = /^\(\d+\+?\) /;

export class DocumentTitle {
  /** `unread` counts what is new now. */
  constructor(private readonly unread: () => number) {
    ['visibilitychange', 'focus', 'blur'].forEach(event => window.addEventListener(event, this.show, true));
    this.show();
  }

  /** Call when the count may have changed. Others write the title too: only the count in front is ours. */
  readonly show = (): void => {
    const count = isLookedAt() ? 0 : this.unread();
    const plain = document.title.replace(COUNT, '');
    const title = count > 0 ? `(${count > 99 ? '99+' : count}) ${plain}` : plain;
    if (title !== document.title) {
      document.title = title;
    }
  };

  dispose(): void {
    ['visibilitychange', 'focus', 'blur'].forEach(event => window.removeEventListener(event, this.show, true));
  }
}

function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}
