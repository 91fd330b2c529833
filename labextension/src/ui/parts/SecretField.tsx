/** Something to copy that is shown once. */
import { useState, type ReactElement } from 'react';
import { useHost } from '../hooks/host';
import { Button } from './Button';

export function SecretField({ label, value }: { label: string; value: string }): ReactElement {
  const { words, actions } = useHost();
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    actions.copy(value);
    setCopied(true);
  };
  return (
    <div className="cc-SecretField">
      <input
        className="cc-Input"
        readOnly
        aria-label={label}
        value={value}
        onFocus={event => event.currentTarget.select()}
      />
      <Button look="accept" autoFocus onClick={copy}>
        {words.__('Copy')}
      </Button>
      <span role="status">{copied ? words.__('Copied') : ''}</span>
    </div>
  );
}
