/** Whose vote is awaited in a poll where people choose, by name; the count of those beyond a few. */
import type { ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { labelOf } from '../model/people';
import { awaited } from '../model/tally';

const NAMED = 8;

export function Awaited({ poll }: { poll: IPollView }): ReactElement | null {
  const words = useWords();
  const me = useRoom(view => view.me);
  const members = useRoom(view => view.members);
  const waiting = awaited(poll);
  if (poll.state !== 'open' || waiting.length === 0) {
    return null;
  }
  const names = waiting.slice(0, NAMED).map(id => labelOf(members, id, me, words));
  const more = waiting.length - names.length;
  const listed = more > 0 ? words.__('%1 and %2 more', names.join(', '), more) : names.join(', ');
  return <small className="cc-Poll-awaited">{words.__('Waiting for: %1', listed)}</small>;
}
