import { beforeEach, describe, expect, it } from 'vitest';
import { Rejection } from '../rejection';
import { Typing } from '../typing';
import { Reads } from '../reads';
import { World } from './kit/world';

let world: World;

beforeEach(() => {
  world = new World();
});

describe('typing', () => {
  let said: boolean[];
  let typing: Typing;

  beforeEach(() => {
    said = [];
    typing = new Typing(world, value => said.push(value));
  });

  it('is said at the first key, and again every three seconds while keys come', async () => {
    for (let key = 0; key < 9; key++) {
      typing.set(true);
      await world.advance(1000);
    }
    expect(said).toEqual([true, true, true]);
  });

  it('stops three seconds after the last key', async () => {
    typing.set(true);
    await world.advance(2000);
    typing.set(true);
    await world.advance(2999);
    expect(said).toEqual([true]);
    await world.advance(1);
    expect(said).toEqual([true, false]);
    await world.advance(60_000);
    expect(said).toEqual([true, false]);
  });

  it('stops at once when told, and only if it had begun', async () => {
    typing.set(false);
    typing.set(true);
    typing.set(false);
    typing.set(false);
    await world.advance(60_000);
    expect(said).toEqual([true, false]);
  });

  it('is said anew to a new session', () => {
    typing.set(true);
    typing.forget();
    typing.set(true);
    expect(said).toEqual([true, true]);
  });
});

describe('read positions', () => {
  let told: number[];
  let reads: Reads;
  let refuse = false;

  beforeEach(() => {
    told = [];
    refuse = false;
    reads = new Reads(world, seq => {
      told.push(seq);
      return refuse ? Promise.reject(new Rejection({ code: 'role/forbidden', message: 'No.' })) : Promise.resolve();
    });
  });

  it('are coalesced and move forward only', async () => {
    [3, 9, 5].forEach(seq => reads.mark(seq));
    await world.advance(1000);
    reads.mark(7);
    await world.advance(5000);
    expect(told).toEqual([9]);
  });

  it('that the server knows already are not told', async () => {
    reads.known(9);
    reads.mark(9);
    await world.advance(1000);
    expect(told).toEqual([]);
    reads.mark(10);
    reads.known(12);
    await world.advance(1000);
    expect(told).toEqual([]);
  });

  it('are told at once when the room is closed, and never again', async () => {
    reads.mark(9);
    reads.dispose();
    expect(told).toEqual([9]);
    await world.advance(5000);
    expect(told).toEqual([9]);
  });

  it('that come while one is under way follow it', async () => {
    reads.mark(3);
    await world.advance(1000);
    reads.mark(4);
    await world.advance(999);
    reads.mark(8);
    await world.advance(1);
    expect(told).toEqual([3, 8]);
  });

  it('that are refused do not end it', async () => {
    refuse = true;
    reads.mark(3);
    await world.advance(1000);
    refuse = false;
    reads.mark(4);
    await world.advance(1000);
    expect(told).toEqual([3, 4]);
  });
});
