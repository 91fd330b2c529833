/** A change of a text: removed and added lines by colour, sign and number. */
import { useLayoutEffect, useRef, type ReactElement } from 'react';
import { diffElements, type IDiffLine } from '../model/diff';

export function Diff({ lines, label }: { lines: readonly IDiffLine[]; label: string }): ReactElement {
  const host = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => host.current?.replaceChildren(...diffElements(lines)), [lines]);
  return <pre ref={host} className="cc-Diff" aria-label={label} tabIndex={0} />;
}
