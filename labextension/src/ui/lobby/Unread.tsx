/** How much is new in a room; an @ in front when someone spoke to me. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';

export function Unread({ unread, mentions }: { unread: number; mentions: number }): ReactElement | null {
  const words = useWords();
  if (unread === 0 && mentions === 0) {
    return null;
  }
  const told = [
    unread > 0 && words.__('%1 unread', unread),
    mentions > 0 && words._n('%1 mention', '%1 mentions', mentions)
  ].filter(Boolean);
  return (
    <span className="cc-Unread" role="img" aria-label={told.join(', ')} title={told.join(', ')}>
      {mentions > 0 ? `@${cap(mentions)}` : cap(unread)}
    </span>
  );
}

function cap(count: number): string {
  return count > 99 ? '99+' : String(count);
}
