/** With which settings an agent works in this room: everybody reads them, owner and moderators change them. */
import { useState, type ReactElement } from 'react';
import type { IAgent, IAgentSetting, ParticipantId } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { useOffer } from '../hooks/useOffer';
import { formOf, optionsOf, settingWords } from '../model/agentSettings';
import { Button } from '../parts/Button';
import { InlineForm } from '../parts/InlineForm';
import { SettingFields } from './SettingFields';

const NONE: readonly IAgentSetting[] = [];

interface IAgentSettingsProps {
  id: ParticipantId;
  agent: IAgent;
}

export function AgentSettings({ id, agent }: IAgentSettingsProps): ReactElement | null {
  const words = useWords();
  const may = useRoom(view => view.can.has('configure_agent'));
  const offered = useOffer(id)?.settings ?? NONE;
  const [changing, setChanging] = useState(false);
  const lines = settingWords(offered, agent.settings, words);
  if (lines.length === 0) {
    return null;
  }
  if (changing && may) {
    return <SettingsForm id={id} agent={agent} offered={offered} onDone={() => setChanging(false)} />;
  }
  return (
    <section className="cc-AgentSettings" aria-label={words.__('Settings')}>
      <dl>
        {lines.map(({ title, text }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {may && offered.length > 0 && <Button onClick={() => setChanging(true)}>{words.__('Change settings…')}</Button>}
    </section>
  );
}

interface ISettingsFormProps extends IAgentSettingsProps {
  offered: readonly IAgentSetting[];
  onDone: () => void;
}

function SettingsForm({ id, agent, offered, onDone }: ISettingsFormProps): ReactElement {
  const words = useWords();
  const { busy, refusal, run } = useCommand();
  const isBusy = useRoom(view => view.turns.get(id)?.turn !== undefined);
  const [form, setForm] = useState(() => formOf(offered, agent.settings));
  const save = async (): Promise<void> => {
    if (await run({ type: 'configure_agent', agent: id, options: optionsOf(form, agent.settings) })) {
      onDone();
    }
  };
  return (
    <InlineForm
      label={words.__('Settings of %1', agent.name)}
      className="cc-AgentSettings"
      submitLabel={words.__('Save')}
      ready={!busy}
      refusal={refusal}
      onSubmit={save}
      onCancel={onDone}
    >
      <SettingFields settings={offered} form={form} onChange={setForm} />
      <p className="cc-Quiet" role="status">
        {isBusy
          ? words.__('From the next prompt on: the one that runs keeps the settings it began with.')
          : words.__('From the next prompt on, for everyone in this room.')}
      </p>
    </InlineForm>
  );
}
