import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { IRendered } from '../../ui/host';
import { joinUrl, labUrl, readConfig, roomsUrl } from '../config';
import { LazyRenderer } from '../lazyRenderer';
import { PageNavigation } from '../navigation';
import { BesideNavigation } from '../rooms/besideNavigation';
import { PageSettings } from '../settings';
import { Theme } from '../theme';
import { plainWords } from '../words';
import { ANN, NOBODY } from './world';

beforeEach(() => {
  localStorage.clear();
  window.history.replaceState(null, '', '/user/x/collabchat/');
});

describe('the configuration', () => {
  it('is read from the page, its addresses made absolute', () => {
    const page = document.implementation.createHTMLDocument('');
    const script = page.createElement('script');
    script.id = 'collabchat-config';
    script.textContent = JSON.stringify({ baseUrl: '/user/ann%40b', user: null, labUrl: null });
    page.body.append(script);
    Object.defineProperty(page, 'location', { value: new URL('https://hub.test/user/ann%40b/collabchat/join') });
    const config = readConfig(page);
    expect(joinUrl(config).href).toBe('https://hub.test/user/ann%40b/collabchat/join');
    expect(roomsUrl(config, 'r1').href).toBe('https://hub.test/user/ann%40b/collabchat/?room=r1');
    expect(labUrl(config, 'r1')).toBeNull();
  });

  it('is missed aloud', () => {
    expect(() => readConfig(document.implementation.createHTMLDocument(''))).toThrow('collabchat-config');
  });

  it('leads to the room in JupyterLab', () => {
    expect(labUrl(ANN, 'r 1')?.search).toBe('?room=r+1');
  });
});

describe('the address', () => {
  it('names the room, also to who reloads or goes back', () => {
    const navigation = new PageNavigation(NOBODY);
    navigation.go({ room: 'r1', creating: false });
    expect(window.location.search).toBe('?room=r1');
    expect(new PageNavigation(NOBODY).getPlace().room).toBe('r1');
    window.history.replaceState(null, '', '?room=r0');
    window.dispatchEvent(new PopStateEvent('popstate'));
    expect(navigation.getPlace().room).toBe('r0');
  });
});

describe('the list beside a room', () => {
  it('stays while rooms come and go, and knows which one is shown', () => {
    const navigation = new PageNavigation(NOBODY);
    const beside = new BesideNavigation(navigation);
    beside.go({ room: 'r1', creating: false });
    expect(beside.getPlace()).toEqual({ room: null, creating: false, beside: 'r1' });
    expect(beside.getPlace()).toBe(beside.getPlace());
    beside.go({ room: null, creating: true });
    expect(navigation.getPlace()).toEqual({ room: 'r1', creating: true });
  });
});

describe('what this browser remembers', () => {
  it('is kept for the next visit', () => {
    new PageSettings().change({ sendWith: 'ctrl-enter' });
    expect(new PageSettings().get()).toMatchObject({ sendWith: 'ctrl-enter', typingNotices: true });
  });

  it.each(['{', 'null', '{"sendWith":"never","typingNotices":1}'])('is not trusted: %s', kept => {
    localStorage.setItem('jupyter-collabchat:settings', kept);
    expect(new PageSettings().get()).toMatchObject({ sendWith: 'enter', typingNotices: true });
  });

  it('does without where storage is denied', () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    const settings = new PageSettings();
    settings.change({ typingNotices: false });
    expect(settings.get().typingNotices).toBe(false);
  });

  it('has the theme, which is the system’s until chosen', () => {
    const root = document.createElement('html');
    const theme = new Theme(root);
    expect(root.dataset.jpThemeLight).toBe('true');
    theme.toggle();
    expect(root.dataset.jpThemeLight).toBe('false');
    expect(new Theme(root).get()).toBe('dark');
  });
});

describe('words', () => {
  it('are filled in, with what is there', () => {
    expect(plainWords.__('%2 asks %1, 100%', 'runner', 'Ann')).toBe('Ann asks runner, 100%');
    expect(plainWords._n('%1 room', '%1 rooms', 2)).toBe('2 rooms');
    expect(plainWords.__('%1 of %2', 1)).toBe('1 of %2');
  });
});

describe('the renderer', () => {
  it('is fetched again after a fetch that failed', async () => {
    const rendered: IRendered = { node: document.createElement('p'), dispose: () => undefined };
    const markdown = (): Promise<IRendered> => Promise.resolve(rendered);
    const load = vi.fn().mockRejectedValueOnce(new Error('offline')).mockResolvedValue({ markdown });
    const lazy = new LazyRenderer(load);
    await expect(lazy.markdown('a')).rejects.toThrow('offline');
    await expect(lazy.markdown('a')).resolves.toBe(rendered);
    await lazy.markdown('b');
    expect(load).toHaveBeenCalledTimes(2);
  });
});
