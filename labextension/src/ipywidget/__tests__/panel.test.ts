/** Which room a panel means, and the names it is found under. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { IRoomSummary } from '../../core/types';
import { findRoom } from '../findRoom';
import { MODULE_NAME, MODULE_VERSION } from '../version';

const room = (id: string, name: string, member: boolean): IRoomSummary => ({ id, name, member }) as IRoomSummary;

describe('panel', () => {
  it('carries the name and version of the package', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string; version: string };
    expect([MODULE_NAME, MODULE_VERSION]).toEqual([manifest.name, manifest.version]);
  });

  it('finds a room by id, then among mine by name, then among the listed', () => {
    const rooms = [room('1', 'demo', false), room('2', 'demo', true), room('demo', 'other', false)];
    expect(findRoom('demo', rooms)).toBe('demo');
    expect(findRoom('demo', rooms.slice(0, 2))).toBe('2');
    expect(findRoom('demo', rooms.slice(0, 1))).toBe('1');
    expect(findRoom('demo', null)).toBeNull();
  });
});
