/**
 * When to try again: 1, 2, 4, 8, 16 s, then 30 s, each with full jitter (PROTOCOL, Codes). Pure.
 */
import type { Millis } from './types';

const FIRST_MS = 1000;
const CAP_MS = 30_000;
const DOUBLINGS = 5;

/** Codes after which the server does not want this client back. */
const TERMINAL_CODES: ReadonlySet<number> = new Set([4400, 4401, 4403, 4404]);

export function isTerminal(code: number): boolean {
  return TERMINAL_CODES.has(code);
}

/** Longest wait before try number `attempt` (from 1). */
export function backoffCeiling(attempt: number): Millis {
  return Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(attempt - 1, DOUBLINGS));
}

export function backoffDelay(attempt: number, random: () => number): Millis {
  return Math.floor(random() * backoffCeiling(attempt));
}
