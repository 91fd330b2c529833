/**
 * The exact arguments of an effect, laid out for reading. Pure.
 * Every argument is shown in full with its string unescaped, then the tool and the name of its target; the stored text,
 * which also has the ids of target, room, turn and agent, stays one click away.
 */

export interface IEffectField {
  /** Null for a detail that is not a JSON object. */
  name: string | null;
  text: string;
}

export function effectFields(detail: string): IEffectField[] {
  const parsed = parseObject(detail);
  if (!parsed) {
    return detail === '' ? [] : [{ name: null, text: revealHidden(detail) }];
  }
  const { arguments: args, tool, target } = parsed;
  return isObject(args) && typeof tool === 'string'
    ? [...fields(args), ...fields({ tool, ...named(target) })]
    : fields(parsed);
}

function named(target: unknown): Record<string, unknown> {
  return isObject(target) && typeof target.name === 'string' ? { target: target.name } : { target };
}

function fields(object: Record<string, unknown>): IEffectField[] {
  return Object.entries(object).map(([name, value]) => ({
    name,
    text: revealHidden(typeof value === 'string' ? value : JSON.stringify(value, null, 2))
  }));
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
