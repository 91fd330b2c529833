/** Times in words. Every instant is the server's; nothing here reads a clock. */
import type { Millis } from '../../core/types';
import type { IWords } from '../host';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function clockTime(at: Millis): string {
  return new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
}

export function fullTime(at: Millis): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'medium' });
}

export function dayKey(at: Millis): string {
  const day = new Date(at);
  return `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`;
}

export function dayLabel(at: Millis, now: Millis, words: IWords): string {
  if (dayKey(at) === dayKey(now)) {
    return words.__('Today');
  }
  if (dayKey(at) === dayKey(now - DAY)) {
    return words.__('Yesterday');
  }
  return new Date(at).toLocaleDateString(undefined, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric'
  });
}

/** `0:48`, `12:05`, `1:02:09`. A clock that runs behind shows 0:00, never a negative time. */
export function elapsed(since: Millis, now: Millis): string {
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** Whole seconds until `at`, at least 0. */
export function secondsUntil(at: Millis, now: Millis): number {
  return Math.max(0, Math.ceil((at - now) / 1000));
}

/** How long a vote stays open, coarse enough not to flicker. */
export function remaining(deadline: Millis, now: Millis, words: IWords): string {
  const left = deadline - now;
  if (left <= 0) {
    return words.__('time is up');
  }
  if (left < MINUTE) {
    return words.__('%1 s left', Math.ceil(left / 1000));
  }
  return left < HOUR
    ? words.__('%1 min left', Math.ceil(left / MINUTE))
    : words.__('%1 h left', Math.ceil(left / HOUR));
}

/** How long something still holds: "ends in 5 days", "ends in 3 h". */
export function until(end: Millis, now: Millis, words: IWords): string {
  const left = end - now;
  if (left <= 0) {
    return words.__('ended');
  }
  if (left < HOUR) {
    return words.__('ends in %1 min', Math.ceil(left / MINUTE));
  }
  return left < 2 * DAY
    ? words.__('ends in %1 h', Math.round(left / HOUR))
    : words.__('ends in %1 days', Math.round(left / DAY));
}
