/** By which share link somebody came, for those who may know the links. */
import { useCallback, type ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useClient, useRoom } from '../hooks/room';
import { useListing } from '../hooks/useListing';
import { shareName } from '../model/shares';

export function CameBy({ share }: { share: string }): ReactElement | null {
  const may = useRoom(view => view.can.has('revoke_share'));
  return may ? <Link share={share} /> : null;
}

function Link({ share }: { share: string }): ReactElement | null {
  const words = useWords();
  const { people } = useClient();
  const version = useRoom(view => view.listings.shares);
  const read = useCallback(() => people.shares(), [people]);
  const { items } = useListing(read, version);
  const link = items?.find(({ id }) => id === share);
  return link ? <span className="cc-MemberCard-facts">{words.__('came by “%1”', shareName(link, words))}</span> : null;
}
