/** What happened on the way to a decision and after it, act by act. */
import type { ReactElement } from 'react';
import type { IAct, IDecision } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { labelOf, type Members } from '../model/people';
import { actWords, isImpersonal, reasonOf } from '../model/record';
import { clockTime, fullTime } from '../model/time';

interface IActsProps {
  decision: IDecision;
  people: Members;
}

export function Acts({ decision, people }: IActsProps): ReactElement {
  const words = useWords();
  const acts = decision.acts ?? [];
  return acts.length === 0 ? (
    <p>{words.__('Nobody voted.')}</p>
  ) : (
    <ol aria-label={words.__('What happened')}>
      {acts.map((act, index) => (
        <ActLine key={index} act={act} decision={decision} people={people} />
      ))}
    </ol>
  );
}

function ActLine({ act, decision, people }: IActsProps & { act: IAct }): ReactElement {
  const words = useWords();
  const me = useRoom(view => view.me);
  const told = actWords(act, decision, words);
  const reason = reasonOf(act, decision);
  return (
    <li data-act={act.what} data-void={act.void}>
      <time dateTime={new Date(act.at).toISOString()} title={fullTime(act.at)}>
        {clockTime(act.at)}
      </time>{' '}
      {!isImpersonal(act) && <b>{labelOf(people, act.who ?? act.by, me, words)}</b>} {told}
      {reason && (
        <>
          {' '}
          <q>{reason}</q>
        </>
      )}
    </li>
  );
}
