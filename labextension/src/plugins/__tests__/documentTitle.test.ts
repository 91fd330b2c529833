/** What is new, in the title of a page that nobody looks at. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DocumentTitle } from '../documentTitle';

let unread = 0;
let looking = false;
let title: DocumentTitle;

beforeEach(() => {
  document.title = 'JupyterLab';
  unread = 0;
  looking = false;
  vi.spyOn(document, 'hasFocus').mockImplementation(() => looking);
  title = new DocumentTitle(() => unread);
});

afterEach(() => {
  title.dispose();
  vi.restoreAllMocks();
});

describe('the title', () => {
  it('counts while nobody looks, and stops when somebody does', () => {
    unread = 3;
    title.show();
    expect(document.title).toBe('(3) JupyterLab');
    unread = 120;
    title.show();
    expect(document.title).toBe('(99+) JupyterLab');
    looking = true;
    window.dispatchEvent(new Event('focus'));
    expect(document.title).toBe('JupyterLab');
  });

  it('keeps what others write there', () => {
    unread = 1;
    title.show();
    document.title = 'analysis.ipynb - JupyterLab';
    title.show();
    expect(document.title).toBe('(1) analysis.ipynb - JupyterLab');
    unread = 0;
    title.show();
    expect(document.title).toBe('analysis.ipynb - JupyterLab');
  });
});
