/** The options of a plain poll or question, each with the people who chose it; free answers by name. */
import type { ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { freeAnswers } from '../model/answers';
import { labelOf } from '../model/people';
import { Awaited } from './Awaited';
import { Chosen } from './Chosen';

export function Choices({ poll }: { poll: IPollView }): ReactElement | null {
  const words = useWords();
  const me = useRoom(view => view.me);
  const members = useRoom(view => view.members);
  return (
    <div className="cc-Choices">
      <ul>
        {poll.options.map(option => (
          <li key={option.id} data-option={option.id}>
            <span>{option.label}</span>
            <Chosen poll={poll} option={option.id} />
          </li>
        ))}
        {freeAnswers(poll).map(answer => (
          <li key={answer.by}>
            <q>{answer.text}</q>
            <em>{labelOf(members, answer.by, me, words)}</em>
          </li>
        ))}
      </ul>
      <Awaited poll={poll} />
    </div>
  );
}
