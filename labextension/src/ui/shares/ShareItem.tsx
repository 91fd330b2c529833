/** One share link: what it gives, how it is, who is here by it; revoking it, or taking it into service again. */
import type { ReactElement } from 'react';
import type { IShare } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useNow } from '../hooks/useNow';
import { shareFacts, shareName, shareStateWords } from '../model/shares';
import { AskTwice } from '../parts/AskTwice';
import { CommandButton } from '../parts/CommandButton';

export function ShareItem({ share, onChanged }: { share: IShare; onChanged: () => void }): ReactElement {
  const words = useWords();
  const now = useNow(share.state === 'live', 60_000);
  const name = shareName(share, words);
  return (
    <li aria-label={name} data-state={share.state}>
      <div>
        <b>{name}</b>
        <span>
          <em>{shareStateWords(share.state, words)}</em> · {shareFacts(share, now, words)}
        </span>
        {share.connections > 0 && <span>{words._n('%1 here now', '%1 here now', share.connections)}</span>}
      </div>
      <ShareButtons share={share} name={name} onChanged={onChanged} />
    </li>
  );
}

interface IShareButtonsProps {
  share: IShare;
  name: string;
  onChanged: () => void;
}

function ShareButtons({ share, name, onChanged }: IShareButtonsProps): ReactElement {
  const words = useWords();
  const mayRevoke = useRoom(view => view.can.has('revoke_share'));
  const mayConfirm = useRoom(view => view.can.has('confirm_share'));
  return (
    <div className="cc-Row">
      {share.state === 'suspended' && mayConfirm && (
        <CommandButton
          command={{ type: 'confirm_share', share: share.id }}
          label={words.__('Use “%1” again', name)}
          onDone={onChanged}
        >
          {words.__('Use again')}
        </CommandButton>
      )}
      {mayRevoke && (
        <AskTwice
          first={words.__('Revoke…')}
          second={words.__('Revoke “%1”', name)}
          command={{ type: 'revoke_share', share: share.id }}
          onDone={onChanged}
        >
          <p>
            {share.rooms.length > 1
              ? words.__('The link stops working, and everyone who came by it is put out of all its rooms at once.')
              : words.__('The link stops working, and everyone who came by it is put out at once.')}
          </p>
        </AskTwice>
      )}
    </div>
  );
}
