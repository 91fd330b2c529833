/** Bringing an agent that this server offers into the room. Absent where I may not, or none is left to add. */
import { useState, type ReactElement } from 'react';
import type { IOfferedAgent } from '../host';
import { useHost, useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { Button } from '../parts/Button';
import { IconButton } from '../parts/IconButton';
import { Refusal } from '../parts/Refusal';

export function AddAgentButton(): ReactElement | null {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const offered = useOffered();
  if (offered.length === 0) {
    return null;
  }
  return (
    <>
      <IconButton icon="add" label={words.__('Add an agent')} aria-expanded={open} onClick={() => setOpen(!open)} />
      {open && <Offers offered={offered} onDone={() => setOpen(false)} />}
    </>
  );
}

function useOffered(): readonly IOfferedAgent[] {
  const { offeredAgents } = useHost();
  const agents = useRoom(view => view.agents);
  const may = useRoom(view => view.can.has('add_agent'));
  return may ? offeredAgents.filter(({ id }) => !agents.has(id) && !agents.has(`agent:${id}`)) : [];
}

function Offers({ offered, onDone }: { offered: readonly IOfferedAgent[]; onDone: () => void }): ReactElement {
  const words = useWords();
  const { busy, refusal, run } = useCommand();
  const add = async (id: string): Promise<void> => {
    if (await run({ type: 'add_agent', agent: id })) {
      onDone();
    }
  };
  return (
    <ul className="cc-Offers" aria-label={words.__('Agents of this server')}>
      {offered.map(agent => (
        <li key={agent.id}>
          <div>
            <b>{agent.name}</b>
            <span>{agent.description}</span>
          </div>
          <Button disabled={busy} onClick={() => void add(agent.id)} aria-label={words.__('Add %1', agent.name)}>
            {words.__('Add')}
          </Button>
        </li>
      ))}
      <Refusal sentence={refusal} />
    </ul>
  );
}
