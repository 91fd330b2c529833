/** How many chose an option, and who. */
import type { ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { labelOf } from '../model/people';
import { choiceCount } from '../model/tally';

export function Chosen({ poll, option }: { poll: IPollView; option: string }): ReactElement | null {
  const words = useWords();
  const me = useRoom(view => view.me);
  const members = useRoom(view => view.members);
  const chosen = choiceCount(poll, option);
  if (chosen.length === 0) {
    return null;
  }
  return <em>{`${chosen.length} · ${chosen.map(id => labelOf(members, id, me, words)).join(', ')}`}</em>;
}
