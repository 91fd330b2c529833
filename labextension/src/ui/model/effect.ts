/**
 * The exact arguments of an effect, laid out for reading. Pure.
 * Every argument is shown in full with its string unescaped, then the tool; the target by its name, or by where it is,
 * which comes first. The stored text, which also has ids and checksums, stays one click away.
 */

import { parseDiff, type IDiffLine } from './diff';

export interface IEffectField {
  /** Null for a detail that is not a JSON object. */
  name: string | null;
  text: string;
  /** Of a text that is a unified diff. */
  diff?: readonly IDiffLine[];
}

/** What changes comes first, then everything else that was said of it. */
export function effectFields(detail: string): IEffectField[] {
  const parsed = parseObject(detail);
  if (!parsed) {
    return detail === '' ? [] : [field(null, detail)];
  }
  const { arguments: args, tool, target } = parsed;
  if (!isObject(args) || typeof tool !== 'string') {
    return fields(parsed);
  }
  const said = fields(args);
  const [changes, others] = [said.filter(({ diff }) => diff), said.filter(({ diff }) => !diff)];
  return [...places(target), ...changes, ...others, ...fields({ tool, ...named(target) })];
}

function named(target: unknown): Record<string, unknown> {
  if (isObject(target)) {
    return typeof target.name === 'string' ? { target: target.name } : {};
  }
  return target === undefined ? {} : { target };
}

/** Where something without a name is: its path, its cell. Checksums tell a person nothing. */
function places(target: unknown): IEffectField[] {
  if (!isObject(target) || typeof target.name === 'string') {
    return [];
  }
  return fields(Object.fromEntries(Object.entries(target).filter(([name]) => !name.endsWith('_sha256'))));
}

function fields(object: Record<string, unknown>): IEffectField[] {
  return Object.entries(object).flatMap(([name, value]) =>
    isChanges(value) ? value.flatMap(change => changed(change, name)) : [field(name, value)]
  );
}

function field(name: string | null, value: unknown): IEffectField {
  const text = revealHidden(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  const diff = typeof value === 'string' ? parseDiff(text) : null;
  return diff ? { name, text, diff } : { name, text };
}

/** Changes of several files come as a list: each has its path and its diff. */
function isChanges(value: unknown): value is Record<string, unknown>[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every(each => isObject(each) && typeof each.diff === 'string')
  );
}

function changed({ path, diff, ...rest }: Record<string, unknown>, name: string): IEffectField[] {
  const label = typeof path === 'string' ? revealHidden(path) : name;
  const others = Object.entries({ ...(label === name && { path }), ...rest }).filter(
    ([, value]) => value !== undefined
  );
  return [field(label, diff), ...others.map(([key, value]) => field(`${label}: ${key}`, value))];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseObject(text: string): Record<string, unknown> | null {
  if (!text.trimStart().startsWith('{')) {
    return null;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return null; // not JSON: shown as it is
    }
    throw error;
  }
}

/** Controls that reorder or hide text ("Trojan Source") are spelled out, so that what is read is what runs. */
export function revealHidden(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    char => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
  );
}
