/** What people answered in their own words, by name; who said the same stands together. */
import type { ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { freeAnswers } from '../model/answers';
import { labelOf } from '../model/people';

export function FreeAnswers({ poll }: { poll: IPollView }): ReactElement | null {
  const words = useWords();
  const me = useRoom(view => view.me);
  const members = useRoom(view => view.members);
  const answers = freeAnswers(poll);
  return answers.length === 0 ? null : (
    <ul className="cc-FreeAnswers">
      {answers.map(({ text, by }) => (
        <li key={text}>
          <q>{text}</q> <em>{by.map(id => labelOf(members, id, me, words)).join(', ')}</em>
        </li>
      ))}
    </ul>
  );
}
