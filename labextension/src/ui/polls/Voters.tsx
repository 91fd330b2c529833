/** Each voter by name with their state and reason, then who only observes. */
import { useState, type ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import type { IWords } from '../host';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { isAgent, labelOf, nameOf, present } from '../model/people';
import { voters, type IVoter, type VoterState } from '../model/tally';
import { Avatar } from '../parts/Avatar';
import { Button } from '../parts/Button';

const SHOWN = 8;
const SHOWN_OBSERVERS = 3;

export function Voters({ poll }: { poll: IPollView }): ReactElement {
  const words = useWords();
  const [all, setAll] = useState(false);
  const me = useRoom(view => view.me);
  const seats = voters(poll).sort((a, b) => Number(b.id === me) - Number(a.id === me)); // mine is never among those cut
  const shown = all ? seats : seats.slice(0, SHOWN);
  return (
    <ul className="cc-Voters">
      {shown.map(voter => (
        <Voter key={voter.id} voter={voter} />
      ))}
      {seats.length > shown.length && (
        <li>
          <Button look="minimal" className="cc-Link" onClick={() => setAll(true)}>
            {words.__('and %1 more', seats.length - shown.length)}
          </Button>
        </li>
      )}
      <Observers poll={poll} />
    </ul>
  );
}

function Voter({ voter }: { voter: IVoter }): ReactElement {
  const words = useWords();
  const me = useRoom(view => view.me);
  const members = useRoom(view => view.members);
  const reason = voter.ballot?.reason;
  return (
    <li data-state={voter.state}>
      <Avatar id={voter.id} name={nameOf(members, voter.id)} />
      <span className="cc-Voters-name">{labelOf(members, voter.id, me, words)}</span>
      <em>{stateWords(voter.state, voter.id === me, words)}</em>
      {reason && <q>{reason}</q>}
    </li>
  );
}

function stateWords(state: VoterState, mine: boolean, words: IWords): string {
  switch (state) {
    case 'approved':
      return `✓ ${words.__('approved')}`;
    case 'denied':
      return `✗ ${words.__('denied')}`;
    case 'voted':
      return words.__('voted');
    case 'waiting':
      return mine ? words.__('waiting for you') : words.__('waiting');
  }
}

function Observers({ poll }: { poll: IPollView }): ReactElement | null {
  const words = useWords();
  const me = useRoom(view => view.me);
  const members = useRoom(view => view.members);
  const watching = present(members).filter(([id]) => !isAgent(id) && !poll.seats.includes(id));
  if (watching.length > SHOWN_OBSERVERS) {
    return <li className="cc-Voters-more">{words.__('%1 more people observe', watching.length)}</li>;
  }
  return (
    <>
      {watching.map(([id, member]) => (
        <li key={id} data-state="observes">
          <Avatar id={id} name={member.name} />
          <span className="cc-Voters-name">{labelOf(members, id, me, words)}</span>
          <em>{id === me ? words.__('you observe') : words.__('observes')}</em>
        </li>
      ))}
    </>
  );
}
