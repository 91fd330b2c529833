/**
 * Plain JSON out of a Yjs document. Pure.
 */

/** Copies a value of the document: integers may be BigInt in it, and its objects are not ours to hand out. */
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return Number(value);
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  }
  return value;
}

export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) {
    return true;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return false;
  }
  const keys = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every(key => key in b && sameJson(a[key as keyof typeof a], b[key as keyof typeof b]))
  );
}

/** The old value if the new one says the same: unchanged parts of a view keep their identity. */
export function keepIfSame<T>(old: T | undefined, fresh: T): T {
  return old !== undefined && sameJson(old, fresh) ? old : fresh;
}

/** By identity of the values. */
export function sameEntries<V>(a: ReadonlyMap<string, V>, b: ReadonlyMap<string, V>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
