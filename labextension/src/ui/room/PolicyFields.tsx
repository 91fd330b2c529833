/** How the room decides and who may find it, each as one sentence to choose. */
import type { ReactElement } from 'react';
import type { Consensus } from '../../core/types';
import { useWords } from '../hooks/host';
import { ChoiceField } from '../parts/Fields';
import type { IRoomForm } from './roomForm';

interface IConsensusFieldProps {
  value: Consensus;
  onChange: (consensus: Consensus) => void;
}

export function ConsensusField({ value, onChange }: IConsensusFieldProps): ReactElement {
  const words = useWords();
  return (
    <ChoiceField
      label={words.__('Who decides what agents may do')}
      value={value}
      options={{
        unanimous: words.__('everyone must approve'),
        majority: words.__('more than half must approve'),
        anyone: words.__('any one of us approves'),
        owner: words.__('the owner decides')
      }}
      onChange={onChange}
    />
  );
}

interface IPolicyFieldsProps {
  form: IRoomForm;
  set: (part: Partial<IRoomForm>) => void;
}

export function PolicyFields({ form, set }: IPolicyFieldsProps): ReactElement {
  const words = useWords();
  return (
    <>
      <ConsensusField value={form.consensus} onChange={consensus => set({ consensus })} />
      <ChoiceField
        label={words.__('A prompt while the agent is busy')}
        value={form.prompts}
        options={{ queue: words.__('waits in order'), refuse: words.__('is refused') }}
        onChange={prompts => set({ prompts })}
      />
      <ChoiceField
        label={words.__('When an agent answers')}
        value={form.answers}
        options={{
          addressed: words.__('when it is asked'),
          all: words.__('always, while alone')
        }}
        hint={words.__('One asks by @, by a reply, or with the button at a message. Alone: the only agent here.')}
        onChange={answers => set({ answers })}
      />
      <RollbackField form={form} set={set} />
      <ChoiceField
        label={words.__('Who may find this room')}
        value={form.visibility}
        options={{ private: words.__('only its members'), listed: words.__('everyone on this server may join') }}
        onChange={visibility => set({ visibility })}
      />
      <ChoiceField
        label={words.__('Who joins may')}
        value={form.join_role}
        options={{ collaborator: words.__('write and vote'), observer: words.__('read') }}
        onChange={join_role => set({ join_role })}
      />
    </>
  );
}

function RollbackField({ form, set }: IPolicyFieldsProps): ReactElement {
  const words = useWords();
  return (
    <ChoiceField
      label={words.__('Who takes back what was said')}
      value={form.rollback}
      options={{
        moderators: words.__('a moderator or the owner, at once'),
        vote: words.__('the room, by vote')
      }}
      onChange={rollback => set({ rollback })}
    />
  );
}
