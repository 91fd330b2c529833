/** How an agent is, since when, why it failed; start, stop, restart, take out of the room. */
import type { ReactElement } from 'react';
import type { AgentStatus, ParticipantId } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { agentWords } from '../model/presence';
import { clockTime, fullTime } from '../model/time';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';

const STARTABLE: ReadonlySet<AgentStatus> = new Set(['stopped', 'error']);

export function AgentControls({ id }: { id: ParticipantId }): ReactElement | null {
  const words = useWords();
  const agent = useRoom(view => view.agents.get(id));
  const can = useRoom(view => view.can);
  const { busy, refusal, run } = useCommand();
  if (!agent) {
    return null;
  }
  const idle = STARTABLE.has(agent.status);
  const buttons = [
    { command: 'start_agent', label: words.__('Start'), shown: idle },
    { command: 'stop_agent', label: words.__('Stop'), shown: !idle },
    { command: 'restart_agent', label: words.__('Restart'), shown: !idle },
    { command: 'remove_agent', label: words.__('Take out of the room'), shown: true }
  ] as const;
  return (
    <>
      <div className="cc-AgentStatus" data-status={agent.status} title={fullTime(agent.since)}>
        {agentWords(agent, words)} · {words.__('since %1', clockTime(agent.since))}
      </div>
      {agent.error && <div className="cc-Refusal">{agent.error}</div>}
      <div className="cc-Row">
        {buttons
          .filter(button => button.shown && can.has(button.command))
          .map(button => (
            <Button key={button.command} disabled={busy} onClick={() => void run({ type: button.command, agent: id })}>
              {button.label}
            </Button>
          ))}
      </div>
      <Refusal sentence={refusal} />
    </>
  );
}
