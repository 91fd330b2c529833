/** Asking the people of the room something: a question and two to twelve options. */
import { useState, type ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useCommand } from '../hooks/useCommand';
import { mintId } from '../../core/api';
import { TextField } from '../parts/Fields';
import { InlineForm } from '../parts/InlineForm';

const MAX_OPTIONS = 12;

export function PollForm({ onDone }: { onDone: () => void }): ReactElement {
  const words = useWords();
  const { busy, refusal, run } = useCommand();
  const [title, setTitle] = useState('');
  const [options, setOptions] = useState<readonly string[]>(['', '']);
  const filled = options.map(option => option.trim()).filter(Boolean);
  const submit = async (): Promise<void> => {
    const labelled = filled.map((label, index) => ({ id: `option-${index + 1}`, label }));
    if (await run({ type: 'open_poll', poll_id: mintId(), title: title.trim(), options: labelled })) {
      onDone();
    }
  };
  return (
    <InlineForm
      label={words.__('Ask the room')}
      submitLabel={words.__('Ask the room')}
      ready={!busy && title.trim() !== '' && filled.length >= 2}
      refusal={refusal}
      onSubmit={submit}
      onCancel={onDone}
    >
      <TextField label={words.__('Question')} value={title} max={300} first onChange={setTitle} />
      {options.map((option, index) => (
        <TextField
          key={index}
          label={words.__('Option %1', index + 1)}
          value={option}
          max={200}
          onChange={text => setOptions(withOption(options, index, text))}
        />
      ))}
    </InlineForm>
  );
}

/** There is always one empty line to write the next option into. */
function withOption(options: readonly string[], index: number, text: string): readonly string[] {
  const next = options.map((option, at) => (at === index ? text : option));
  const full = next.every(option => option.trim() !== '') && next.length < MAX_OPTIONS;
  return full ? [...next, ''] : next;
}
