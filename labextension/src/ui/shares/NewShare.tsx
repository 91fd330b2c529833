/** A new link, on screen this once: to copy, or to be read by a telephone. */
import type { ReactElement } from 'react';
import { useHost } from '../hooks/host';
import { Button } from '../parts/Button';
import { SecretField } from '../parts/SecretField';
import { TEST_IDS } from '../testids';
import { QrCode } from './QrCode';

export function NewShare({ secret, onDone }: { secret: string; onDone: () => void }): ReactElement {
  const { words, actions } = useHost();
  const link = actions.shareLink?.(secret) ?? secret;
  return (
    <div className="cc-Secret" role="group" aria-label={words.__('The new link')} data-testid={TEST_IDS.newShare}>
      <p>
        <b>{words.__('Copy it now: it is shown this once.')}</b>{' '}
        {words.__('Whoever has it can come in, until it ends or you revoke it.')}
      </p>
      <SecretField label={words.__('Share link')} value={link} />
      <QrCode text={link} />
      <div className="cc-Row">
        <Button onClick={onDone}>{words.__('Make another')}</Button>
      </div>
    </div>
  );
}
