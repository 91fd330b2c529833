/** A new token, on screen this once, and how a script uses it. */
import type { ReactElement } from 'react';
import { useHost } from '../hooks/host';
import { pythonExample } from '../model/tokens';
import { Button } from '../parts/Button';
import { SecretField } from '../parts/SecretField';
import type { IMinted } from './minted';

export function NewToken({ minted, onDone }: { minted: IMinted; onDone: () => void }): ReactElement {
  const { words, actions } = useHost();
  const example = pythonExample(actions.serverUrl ?? window.location.origin, minted.room, minted.secret);
  return (
    <div className="cc-Secret" role="group" aria-label={words.__('The new token')}>
      <p>
        <b>{words.__('Copy it now: it is shown this once.')}</b>{' '}
        {words.__('Keep it like a password: whoever has it acts for you.')}
      </p>
      <SecretField label={words.__('Access token')} value={minted.secret} />
      <p>{words.__('In Python:')}</p>
      <pre>{example}</pre>
      <div className="cc-Row">
        <Button onClick={() => actions.copy(example)}>{words.__('Copy the example')}</Button>
        <Button onClick={onDone}>{words.__('Done')}</Button>
      </div>
    </div>
  );
}
