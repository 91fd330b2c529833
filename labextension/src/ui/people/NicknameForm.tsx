/** My name in this room. Who I am stays the account: people and agents know me by it. */
import { useState, type FormEvent, type ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useCommand } from '../hooks/useCommand';
import { Button } from '../parts/Button';
import { TextField } from '../parts/Fields';
import { Refusal } from '../parts/Refusal';

export function NicknameForm({ name }: { name: string }): ReactElement {
  const words = useWords();
  const { busy, refusal, run } = useCommand();
  const [typed, setTyped] = useState(name);
  const [known, setKnown] = useState(name);
  if (known !== name) {
    setKnown(name); // the server may have cleaned what I typed
    setTyped(name);
  }
  const wanted = typed.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run({ type: 'set_nickname', name: wanted });
  };
  return (
    <form className="cc-Nickname" aria-label={words.__('My name in this room')} onSubmit={submit}>
      <TextField label={words.__('My name in this room')} value={typed} max={64} onChange={setTyped} />
      {wanted !== name && (
        <Button type="submit" look="accept" disabled={busy || wanted === ''}>
          {words.__('Change')}
        </Button>
      )}
      <Refusal sentence={refusal} />
    </form>
  );
}
