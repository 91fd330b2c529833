/** The options of a plain poll or question, each with the people who chose it; free answers by name. */
import type { ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { onlyWords } from '../model/answers';
import { Awaited } from './Awaited';
import { Chosen } from './Chosen';
import { FreeAnswers } from './FreeAnswers';

export function Choices({ poll }: { poll: IPollView }): ReactElement | null {
  const options = onlyWords(poll) === null ? poll.options : [];
  return (
    <div className="cc-Options">
      <ul>
        {options.map(option => (
          <li key={option.id} data-option={option.id}>
            <span>{option.label}</span>
            <Chosen poll={poll} option={option.id} />
          </li>
        ))}
      </ul>
      <FreeAnswers poll={poll} />
      <Awaited poll={poll} />
    </div>
  );
}
