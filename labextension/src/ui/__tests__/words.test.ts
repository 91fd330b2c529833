/** Times, typing lines, sizes and names in words. */
import { describe, expect, it } from 'vitest';
import type { IPresence } from '../../core/types';
import { dayLabel, elapsed, remaining, secondsUntil } from '../model/time';
import { usageWords } from '../model/messageWords';
import { typingWords, typists } from '../model/typing';
import { hueOf, HUES, initials, labelOf } from '../model/people';
import { byteCount, compactNumber, fenced, lineCount, preview } from '../model/text';
import { MEMBERS, NOW, words } from './fakes';

describe('time', () => {
  it('shows elapsed time like a clock and never below zero', () => {
    expect(elapsed(NOW - 48_000, NOW)).toBe('0:48');
    expect(elapsed(NOW - 725_000, NOW)).toBe('12:05');
    expect(elapsed(NOW - 3_729_000, NOW)).toBe('1:02:09');
    expect(elapsed(NOW + 5_000, NOW)).toBe('0:00');
  });

  it('rounds waiting times up', () => {
    expect(secondsUntil(NOW + 3_200, NOW)).toBe(4);
    expect(secondsUntil(NOW - 1, NOW)).toBe(0);
    expect(remaining(NOW + 61_000, NOW, words)).toBe('2 min left');
    expect(remaining(NOW, NOW, words)).toBe('time is up');
  });

  it('names today and yesterday', () => {
    expect(dayLabel(NOW, NOW, words)).toBe('Today');
    expect(dayLabel(NOW - 86_400_000, NOW, words)).toBe('Yesterday');
    expect(dayLabel(NOW - 3 * 86_400_000, NOW, words)).toContain('2026');
  });
});

describe('typing', () => {
  const typing = (...ids: string[]): Map<string, IPresence> =>
    new Map(ids.map(id => [id, { online: true, typing: true }]));

  it('leaves me out', () => {
    expect(typists(typing('user:ann', 'user:bob'), 'user:ann')).toEqual(['user:bob']);
  });

  it('names three people at most', () => {
    const line = (...ids: string[]): string => typingWords(ids, MEMBERS, words);
    expect(line()).toBe('');
    expect(line('user:bob')).toBe('Bob Baker is typing…');
    expect(line('user:bob', 'user:cyd', 'user:dee')).toBe('Bob Baker, Cyd Cole and Dee Drew are typing…');
    expect(line('user:bob', 'user:cyd', 'user:dee', 'user:ann')).toBe('4 people are typing…');
  });
});

describe('people', () => {
  it('gives everyone one of six hues, always the same', () => {
    expect(HUES).toContain(hueOf('user:ann'));
    expect(hueOf('user:ann')).toBe(hueOf('user:ann'));
  });

  it('takes two letters, also of one word and of other scripts', () => {
    expect(initials('Ann Archer')).toBe('AA');
    expect(initials('runner')).toBe('RU');
    expect(initials('李 小龙')).toBe('李小');
    expect(initials('')).toBe('?');
  });

  it('calls me You and strangers by their id', () => {
    expect(labelOf(MEMBERS, 'user:ann', 'user:ann', words)).toBe('You');
    expect(labelOf(MEMBERS, 'user:gone', 'user:ann', words)).toBe('gone');
  });
});

describe('text', () => {
  it('counts bytes and lines', () => {
    expect(byteCount('é€')).toBe(5);
    expect(lineCount('a\nb\n')).toBe(2);
    expect(lineCount('')).toBe(0);
    expect(compactNumber(1234)).toBe('1.2k');
  });

  it('previews one line without Markdown marks', () => {
    expect(preview('**Hi**\n```py\nx = 1\n```')).toBe('Hi x = 1');
    expect(preview('a'.repeat(200), 10)).toBe(`${'a'.repeat(10)}…`);
  });

  it('fences code that contains fences', () => {
    expect(fenced('x = 1\n')).toBe('```\nx = 1\n```');
    expect(fenced('a\n```\nb')).toBe('````\na\n```\nb\n````');
  });
});

describe('usageWords', () => {
  it('tells time, tokens and cost, as far as they are known', () => {
    const usage = { response_ms: 4210, input_tokens: 1234, output_tokens: 300, cost: 0.003125 };
    expect(usageWords(usage, words)).toBe('4.2 s · 1.2k tokens read, 300 written · cost 0.0031');
    expect(usageWords({ response_ms: 900 }, words)).toBe('0.9 s');
    expect(usageWords({ cost: 12.5 }, words)).toBe('cost 12.50');
    expect(usageWords({}, words)).toBe('');
  });
});
