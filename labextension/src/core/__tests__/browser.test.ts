import { afterEach, describe, expect, it, vi } from 'vitest';
import { browserEnvironment } from '../browser';

const env = browserEnvironment();

afterEach(() => vi.useRealTimers());

describe('the browser', () => {
  it('mints ids the protocol takes, each another', () => {
    const ids = Array.from({ length: 100 }, () => env.mintId());
    expect(ids.every(id => /^[A-Za-z0-9_-]{16,64}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(100);
  });

  it('runs soon, once, also where no frame is painted', () => {
    vi.useFakeTimers();
    vi.stubGlobal('requestAnimationFrame', () => 1);
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
    let runs = 0;
    env.soon(() => (runs += 1));
    expect(runs).toBe(0);
    vi.advanceTimersByTime(1000);
    expect(runs).toBe(1);
    vi.unstubAllGlobals();
  });

  it('finds a cookie by its whole name', () => {
    document.cookie = 'not_xsrf=wrong';
    expect(env.cookie('_xsrf')).toBeNull();
    document.cookie = '_xsrf=2|abc|def';
    expect(env.cookie('_xsrf')).toBe('2|abc|def');
  });

  it('takes a timer back', () => {
    vi.useFakeTimers();
    let runs = 0;
    env.after(10, () => (runs += 1))();
    env.after(10, () => (runs += 1));
    vi.advanceTimersByTime(10);
    expect(runs).toBe(1);
  });
});
