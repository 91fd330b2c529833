/** Share links of a room, for its owner: those there are, and a form for another. A secret is on screen once. */
import { useCallback, useRef, useState, type ReactElement } from 'react';
import type { IShare } from '../../core/types';
import { useWords } from '../hooks/host';
import { useClient, useRoom } from '../hooks/room';
import { useListing, type IListing } from '../hooks/useListing';
import { Button } from '../parts/Button';
import { PanelTitle, type IPanelTitleHandle } from '../parts/PanelTitle';
import { Refusal } from '../parts/Refusal';
import { TEST_IDS } from '../testids';
import { NewShare } from './NewShare';
import { ShareForm } from './ShareForm';
import { ShareItem } from './ShareItem';

export function SharePanel({ onDone }: { onDone: () => void }): ReactElement {
  const words = useWords();
  const { items, refusal, reload } = useShares();
  const mayCreate = useRoom(view => view.can.has('create_share'));
  const title = useRef<IPanelTitleHandle>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [another, setAnother] = useState(false);
  const created = (made: string): void => {
    setSecret(made);
    reload();
  };
  const makeAnother = (): void => {
    setSecret(null);
    setAnother(true);
  };
  const revoked = (): void => {
    title.current?.focus(); // its button goes with the link
    reload();
  };
  return (
    <section className="cc-Panel" aria-label={words.__('Share links')} data-testid={TEST_IDS.shares}>
      <PanelTitle handle={title} onClose={onDone}>
        {words.__('Share links')}
      </PanelTitle>
      {secret !== null && <NewShare secret={secret} onDone={makeAnother} />}
      {secret === null && mayCreate && (
        <NewLink onCreated={created} isFirst={items?.length === 0} isAnother={another} />
      )}
      {!mayCreate && <Waiting />}
      <div className="cc-Items">
        <ul aria-label={words.__('Links of this room')}>
          {items?.map(share => (
            <ShareItem key={share.id} share={share} onChanged={revoked} />
          ))}
        </ul>
        <Refusal sentence={refusal} />
      </div>
    </section>
  );
}

/** Why there is no new link now. */
function Waiting(): ReactElement {
  const words = useWords();
  const isArchived = useRoom(view => view.room?.archived === true);
  return (
    <p>
      {isArchived
        ? words.__('This room is archived: its links wait. Who came by them stays until you revoke the link.')
        : words.__('You have this room to yourself: links work again when you share it.')}
    </p>
  );
}

interface INewLinkProps {
  onCreated: (secret: string) => void;
  /** There is no link yet. */
  isFirst: boolean;
  /** It was asked for right after the last one. */
  isAnother: boolean;
}

/** The form is open at once where one comes for it; else it waits behind a button. */
function NewLink({ onCreated, isFirst, isAnother }: INewLinkProps): ReactElement {
  const words = useWords();
  const [open, setOpen] = useState(isAnother);
  return open || isFirst ? (
    <ShareForm onCreated={onCreated} onCancel={isFirst ? undefined : () => setOpen(false)} />
  ) : (
    <div className="cc-Row">
      <Button look="accept" onClick={() => setOpen(true)}>
        {words.__('New share link')}
      </Button>
    </div>
  );
}

/** Read again when links change, and when people come and go: it says how many are here by a link. */
function useShares(): IListing<IShare> {
  const { people } = useClient();
  const version = useRoom(view => view.listings.shares);
  const online = useRoom(view => [...view.presence.values()].filter(each => each.online).length);
  const read = useCallback(() => people.shares(), [people]);
  return useListing(read, `${version} ${online}`);
}
