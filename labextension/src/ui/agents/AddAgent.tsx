/** Bringing an agent that this server offers into the room. Absent where I may not, or none is left to add. */
import { useId, useState, type ReactElement } from 'react';
import type { IOffer } from '../../core/types';
import { useHost, useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { formOf, optionsOf } from '../model/agentSettings';
import { Button } from '../parts/Button';
import { IconButton } from '../parts/IconButton';
import { Refusal } from '../parts/Refusal';
import { SettingFields } from './SettingFields';

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

function useOffered(): readonly IOffer[] {
  const { offeredAgents } = useHost();
  const agents = useRoom(view => view.agents);
  const may = useRoom(view => view.can.has('add_agent'));
  return may ? offeredAgents.filter(({ id, can_add }) => can_add && !agents.has(`agent:${id}`)) : [];
}

function Offers({ offered, onDone }: { offered: readonly IOffer[]; onDone: () => void }): ReactElement {
  const words = useWords();
  return (
    <ul className="cc-Offers" aria-label={words.__('Agents of this server')}>
      {offered.map(agent => (
        <Offer key={agent.id} agent={agent} onDone={onDone} />
      ))}
    </ul>
  );
}

/** Its settings are folded: what the server says holds is good for most. */
function Offer({ agent, onDone }: { agent: IOffer; onDone: () => void }): ReactElement {
  const words = useWords();
  const { busy, refusal, run } = useCommand();
  const settingsId = useId();
  const [open, setOpen] = useState(false);
  const [form, setForm] = useState(() => formOf(agent.settings, {}));
  const add = async (): Promise<void> => {
    const options = open ? { options: optionsOf(form, {}) } : {};
    if (await run({ type: 'add_agent', agent: agent.id, ...options })) {
      onDone();
    }
  };
  return (
    <li>
      <div className="cc-Offer-about">
        <b>{agent.name}</b>
        <span>{agent.description}</span>
      </div>
      <Button disabled={busy} onClick={() => void add()} aria-label={words.__('Add %1', agent.name)}>
        {words.__('Add')}
      </Button>
      {agent.settings.length > 0 && <Unfold name={agent.name} open={open} controls={settingsId} onToggle={setOpen} />}
      {open && (
        <div id={settingsId} className="cc-Offer-settings">
          <SettingFields settings={agent.settings} form={form} onChange={setForm} />
        </div>
      )}
      <Refusal sentence={refusal} />
    </li>
  );
}

interface IUnfoldProps {
  name: string;
  open: boolean;
  controls: string;
  onToggle: (open: boolean) => void;
}

function Unfold({ name, open, controls, onToggle }: IUnfoldProps): ReactElement {
  const words = useWords();
  return (
    <Button
      look="minimal"
      className="cc-Link"
      aria-label={words.__('Settings of %1', name)}
      aria-expanded={open}
      aria-controls={controls}
      onClick={() => onToggle(!open)}
    >
      {open ? words.__('Settings ▴') : words.__('Settings ▾')}
    </Button>
  );
}
