/** An open vote: what exactly, the rule in words, each voter by name, then the ways to decide. */
import type { ReactElement, RefObject } from 'react';
import type { IPollView } from '../../core/api';
import { BackTo } from '../checkpoints/BackTo';
import { useWords } from '../hooks/host';
import { useRights, useRoom } from '../hooks/room';
import { nameOf } from '../model/people';
import { hasSeat, isApproval, needsWords, progressWords } from '../model/tally';
import { TEST_IDS } from '../testids';
import { ChoiceForm } from './ChoiceForm';
import { Choices } from './Choices';
import { Deadline } from './Deadline';
import { Decide, type IDecideHandle } from './Decide';
import { PollDetail } from './PollDetail';
import { PollExtras } from './PollExtras';
import { Voters } from './Voters';

interface IOpenPollProps {
  poll: IPollView;
  decide: RefObject<IDecideHandle>;
}

export function OpenPoll({ poll, decide }: IOpenPollProps): ReactElement {
  const words = useWords();
  const { me, members } = useRights();
  return (
    <>
      <header className="cc-Poll-head">
        <b>{poll.title}</b>
        <span data-testid={TEST_IDS.tally}>{progressWords(poll, me, words)}</span>
      </header>
      <div className="cc-Poll-about">
        {poll.by === me ? words.__('asked by you') : words.__('asked by %1', nameOf(members, poll.by))}
        {poll.deadline !== undefined && <Deadline at={poll.deadline} />}
      </div>
      <PollDetail poll={poll} />
      <BackTo poll={poll} />
      {isApproval(poll) ? <Approval poll={poll} decide={decide} /> : <Choice poll={poll} />}
      <PollExtras poll={poll} />
    </>
  );
}

/**
 * Where the owner alone decides, the others' ballots would count for nothing and they are shown no buttons: but one of
 * them may be able to run it here.
 */
function Approval({ poll, decide }: IOpenPollProps): ReactElement {
  const words = useWords();
  const { me, can } = useRights();
  const owner = useRoom(view => view.room?.owner ?? null);
  const counts = poll.policy !== 'owner' || me === owner || poll.needs === 'sponsor';
  return (
    <>
      <Voters poll={poll} />
      {poll.needs !== undefined && <div className="cc-Poll-about">{needsWords(poll.needs, words)}</div>}
      {counts && hasSeat(poll, me) && can.has('cast_ballot') && <Decide poll={poll} handle={decide} />}
    </>
  );
}

function Choice({ poll }: { poll: IPollView }): ReactElement {
  const { me, can } = useRights();
  const mine = me === null ? undefined : poll.ballots.get(me)?.ballot_id;
  return hasSeat(poll, me) && can.has('cast_ballot') ? <ChoiceForm key={mine} poll={poll} /> : <Choices poll={poll} />;
}
