/** People whom this server knows by what was typed so far; asked once the typing rests. */
import { useCallback, useEffect, useState } from 'react';
import type { IPerson } from '../../core/types';
import { useClient, useRoom } from './room';
import { useListing, type IListing } from './useListing';

const RESTS_MS = 200;

export function usePeopleSearch(typed: string): IListing<IPerson> {
  const { people } = useClient();
  const query = useRested(typed.trim());
  // Who was invited or came in meanwhile is no longer found.
  const invites = useRoom(view => view.listings.invites);
  const members = useRoom(view => view.members);
  const find = useCallback(() => people.find(query), [people, query]);
  return useListing(find, `${invites} ${members.size}`);
}

function useRested(typed: string): string {
  const [rested, setRested] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setRested(typed), RESTS_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return rested;
}
