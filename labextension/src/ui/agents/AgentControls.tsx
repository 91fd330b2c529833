/** How an agent is, since when, with what it is busy, why it failed and what to do then; start, stop, restart, take out. */
import type { ReactElement } from 'react';
import type { AgentStatus, IAgent, ParticipantId } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { agentWords } from '../model/presence';
import { clockTime, fullTime } from '../model/time';
import { AskTwice } from '../parts/AskTwice';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';
import { AgentBudget } from './AgentBudget';
import { AgentSettings } from './AgentSettings';
import { AgentWork } from './AgentWork';

const STARTABLE: ReadonlySet<AgentStatus> = new Set(['stopped', 'error']);

export function AgentControls({ id }: { id: ParticipantId }): ReactElement | null {
  const words = useWords();
  const agent = useRoom(view => view.agents.get(id));
  if (!agent) {
    return null;
  }
  return (
    <>
      <div className="cc-AgentStatus" data-status={agent.status} title={fullTime(agent.since)}>
        {agentWords(agent, words)} · {words.__('since %1', clockTime(agent.since))}
      </div>
      {agent.status === 'error' && <Failure agent={agent} />}
      <AgentWork id={id} />
      <Controls id={id} agent={agent} />
      <AgentSettings id={id} agent={agent} />
      <AgentBudget id={id} agent={agent} />
    </>
  );
}

function Failure({ agent }: { agent: IAgent }): ReactElement {
  const words = useWords();
  const mayStart = useRoom(view => view.can.has('start_agent'));
  const next = mayStart
    ? words.__('Start it again, or change its settings first.')
    : words.__('The owner or a moderator can start it again.');
  return (
    <div className="cc-AgentFailure">
      {agent.error && <span className="cc-Refusal">{agent.error}</span>}
      <span>{next}</span>
    </div>
  );
}

function Controls({ id, agent }: { id: ParticipantId; agent: IAgent }): ReactElement | null {
  const words = useWords();
  const can = useRoom(view => view.can);
  const { busy, refusal, run } = useCommand();
  const idle = STARTABLE.has(agent.status);
  const all = [
    { command: 'start_agent', label: words.__('Start'), shown: idle },
    { command: 'stop_agent', label: words.__('Stop'), shown: !idle },
    { command: 'restart_agent', label: words.__('Restart'), shown: !idle }
  ] as const;
  const buttons = all.filter(button => button.shown && can.has(button.command));
  if (buttons.length === 0 && !can.has('remove_agent')) {
    return null;
  }
  return (
    <>
      <div className="cc-Row">
        {buttons.map(({ command, label }) => (
          <Button key={command} disabled={busy} onClick={() => void run({ type: command, agent: id })}>
            {label}
          </Button>
        ))}
        {can.has('remove_agent') && <Removal id={id} name={agent.name} />}
      </div>
      <Refusal sentence={refusal} />
    </>
  );
}

function Removal({ id, name }: { id: ParticipantId; name: string }): ReactElement {
  const words = useWords();
  return (
    <AskTwice
      first={words.__('Take out…')}
      second={words.__('Take %1 out of the room', name)}
      command={{ type: 'remove_agent', agent: id }}
    >
      {words.__('What it is doing ends, and prompts that wait for it are cancelled. What it said stays.')}
    </AskTwice>
  );
}
