/** The record of one decision: what exactly was put to the vote, by whom and for whom, and every act with its time. */
import { useCallback, type ReactElement, type ReactNode } from 'react';
import type { IPollView } from '../../core/api';
import type { IDecisionRecord, IPromptValue } from '../../core/types';
import { useWords } from '../hooks/host';
import { useClient, useRoom } from '../hooks/room';
import { useListing } from '../hooks/useListing';
import { labelOf, type Members } from '../model/people';
import { withNames } from '../model/record';
import { isApproval, ruleWords } from '../model/tally';
import { fullTime } from '../model/time';
import { Refusal } from '../parts/Refusal';
import { PollDetail } from '../polls/PollDetail';
import { Acts } from './Acts';

export function DecisionRecord({ poll, people }: { poll: IPollView; people: Members }): ReactElement {
  const words = useWords();
  const { audit } = useClient();
  const read = useCallback(async () => [await audit.record(poll.id)], [audit, poll.id]);
  // An effect may end while one looks.
  const { items, refusal } = useListing<IDecisionRecord>(read, poll);
  const record = items?.[0];
  return (
    <div className="cc-Record">
      <PollDetail poll={poll} />
      {record ? <Told record={record} people={people} /> : refusal === null && <small>{words.__('Loading…')}</small>}
      <Refusal sentence={refusal} />
    </div>
  );
}

function Told({ record, people }: { record: IDecisionRecord; people: Members }): ReactElement {
  const words = useWords();
  const me = useRoom(view => view.me);
  const known = withNames(people, Object.entries(record.names));
  const { decision, prompt } = record;
  const who = (id: string): string => labelOf(known, id, me, words);
  const rule =
    isApproval(decision) || decision.policy !== 'unanimous'
      ? ruleWords(decision.policy, decision.seats.length, words)
      : words.__('all are asked');
  return (
    <>
      <dl>
        <Fact name={words.__('Asked by')}>
          {decision.asker === undefined || decision.asker === decision.by
            ? who(decision.by)
            : words.__('%1, for %2', who(decision.by), decision.asker === me ? words.__('you') : who(decision.asker))}
        </Fact>
        {prompt && (
          <Fact name={words.__('Prompt')}>
            <Prompt prompt={prompt} />
          </Fact>
        )}
        <Fact name={words.__('Opened')}>{fullTime(decision.opened_at)}</Fact>
        <Fact name={words.__('Asked')}>{decision.seats.map(who).join(', ')}</Fact>
        <Fact name={words.__('Rule')}>{rule}</Fact>
        {decision.sponsor && <Fact name={words.__('Sponsor')}>{who(decision.sponsor)}</Fact>}
        {decision.hash && (
          <Fact name="SHA-256">
            <code>{decision.hash}</code>
          </Fact>
        )}
      </dl>
      <Acts decision={decision} people={known} />
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** The prompt is a message like any other: redacted or cleared, its words are gone here too. */
function Prompt({ prompt }: { prompt: IPromptValue }): ReactElement {
  const words = useWords();
  switch (prompt.state) {
    case 'shown':
      return <q>{prompt.body}</q>;
    case 'redacted':
      return <i>{words.__('message redacted')}</i>;
    case 'cleared':
      return <i>{words.__('message cleared')}</i>;
  }
}
