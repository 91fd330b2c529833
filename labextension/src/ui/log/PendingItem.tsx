/** A message of mine that is not on the server yet: lighter while it travels, honest when it failed. */
import type { ReactElement } from 'react';
import type { IPendingMessage } from '../../core/api';
import { useWords } from '../hooks/host';
import { useClient, useRoom } from '../hooks/room';
import { nameOf } from '../model/people';
import { Avatar } from '../parts/Avatar';
import { Button } from '../parts/Button';
import { TEST_IDS } from '../testids';

export function PendingItem({ pending, head }: { pending: IPendingMessage; head: boolean }): ReactElement {
  const words = useWords();
  const me = useRoom(view => view.me) ?? 'user:me';
  const name = useRoom(view => nameOf(view.members, me));
  const state = pending.failure ? words.__('not sent') : words.__('sending');
  return (
    <article
      className={`cc-Message cc-mod-pending ${head ? 'cc-mod-head' : ''}`}
      aria-label={`${words.__('You')}, ${state}`}
      tabIndex={-1}
      data-row-key={pending.id}
      data-message-id={pending.id}
      data-testid={TEST_IDS.pending}
    >
      <div className="cc-Message-gutter">{head && <Avatar id={me} name={name} />}</div>
      <div className="cc-Message-main">
        {head && (
          <div className="cc-Message-head">
            <b className="cc-Message-author">{words.__('You')}</b>
          </div>
        )}
        <div className="cc-Body cc-Body-plain">{pending.body}</div>
        {pending.failure && <NotSent pending={pending} sentence={pending.failure.message} />}
      </div>
    </article>
  );
}

function NotSent({ pending, sentence }: { pending: IPendingMessage; sentence: string }): ReactElement {
  const words = useWords();
  const client = useClient();
  return (
    <div className="cc-NotSent" role="alert">
      {words.__('Not sent.')} {sentence}{' '}
      <Button look="minimal" className="cc-Link" onClick={() => void client.retry(pending.id)}>
        {words.__('Try again')}
      </Button>
      {' · '}
      <Button look="minimal" className="cc-Link" onClick={() => client.discard(pending.id)}>
        {words.__('Discard')}
      </Button>
    </div>
  );
}
