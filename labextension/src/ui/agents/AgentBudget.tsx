/** What an agent has taken in this room so far, and how much of what it may take that is. */
import type { ReactElement } from 'react';
import type { IAgent, ParticipantId } from '../../core/types';
import { useWords } from '../hooks/host';
import { useOffer } from '../hooks/useOffer';
import { budgetLines, periodWords, type IBudgetLine } from '../model/budget';
import { fullTime } from '../model/time';

interface IAgentBudgetProps {
  id: ParticipantId;
  agent: IAgent;
}

export function AgentBudget({ id, agent: { spent } }: IAgentBudgetProps): ReactElement | null {
  const words = useWords();
  const budget = useOffer(id)?.budget;
  const lines = budgetLines(spent, budget, words);
  if (lines.length === 0) {
    return null;
  }
  const since = spent ? words.__('since %1', fullTime(spent.since)) : undefined;
  return (
    <section className="cc-AgentBudget" aria-label={words.__('Taken so far')}>
      <h4 title={since}>{periodWords(budget?.per, words)}</h4>
      {lines.map(line => (
        <Line key={line.kind} line={line} />
      ))}
    </section>
  );
}

function Line({ line: { text, part } }: { line: IBudgetLine }): ReactElement {
  return (
    <div>
      <span>{text}</span>
      {part !== null && <meter min={0} max={1} high={0.8} optimum={0} value={Math.min(1, part)} aria-label={text} />}
    </div>
  );
}
