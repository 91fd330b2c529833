/** Gettext without a catalogue: the page speaks English, in the same sentences as JupyterLab's surfaces. */
import type { IWords } from '../ui/host';

export const plainWords: IWords = {
  __: (msgid, ...args) => filled(msgid, args),
  _n: (singular, plural, n, ...args) => filled(n === 1 ? singular : plural, [n, ...args])
};

function filled(sentence: string, args: readonly unknown[]): string {
  return sentence.replace(/%(\d)/g, (whole, index: string) => {
    const at = Number(index) - 1;
    return at < args.length ? String(args[at]) : whole;
  });
}
