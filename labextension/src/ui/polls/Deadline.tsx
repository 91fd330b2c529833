/** How long a vote stays open, by the server's clock. */
import type { ReactElement } from 'react';
import type { Millis } from '../../core/types';
import { useWords } from '../hooks/host';
import { useNow } from '../hooks/useNow';
import { fullTime, remaining } from '../model/time';

export function Deadline({ at }: { at: Millis }): ReactElement {
  const words = useWords();
  const now = useNow(true);
  return <span title={fullTime(at)}> · {remaining(at, now, words)}</span>;
}
