/** For what ends for everyone and comes back for nobody: the room's name must be typed. */
import { useState, type ReactElement } from 'react';
import type { ICommand } from '../../core/types';
import { useRoom } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { TextField } from './Fields';
import { InlineForm } from './InlineForm';

interface INameConfirmProps {
  /** The button and the name of the form. */
  label: string;
  /** What happens, and what to type. */
  question: (name: string) => string;
  command: ICommand;
  onDone: () => void;
  onCancel: () => void;
}

export function NameConfirm({ label, question, command, onDone, onCancel }: INameConfirmProps): ReactElement {
  const name = useRoom(view => view.room?.name ?? '');
  const [typed, setTyped] = useState('');
  const { busy, refusal, run } = useCommand();
  const submit = async (): Promise<void> => {
    if (await run(command)) {
      onDone();
    }
  };
  return (
    <InlineForm
      label={label}
      className="cc-Form"
      submitLabel={label}
      final
      ready={!busy && typed === name}
      refusal={refusal}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <TextField label={question(name)} value={typed} max={80} first onChange={setTyped} />
    </InlineForm>
  );
}
