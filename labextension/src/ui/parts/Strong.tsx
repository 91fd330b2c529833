/** A translated sentence in which some of the names stand out: the sentence stays whole for translators. */
import type { ReactElement } from 'react';

/** No name has it: the server refuses control characters in names. */
const MARK = '\u0001';

/** Marks what `Strong` shows in bold. */
export function strong(name: string): string {
  return `${MARK}${name}${MARK}`;
}

export function Strong({ sentence }: { sentence: string }): ReactElement {
  return <>{sentence.split(MARK).map((part, index) => (index % 2 === 1 ? <b key={index}>{part}</b> : part))}</>;
}
