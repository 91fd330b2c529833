/** The decisions of a room, newest first: those of the window as they are now, older ones page by page. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { IDecisionsPage, IPollView } from '../../core/api';
import type { ParticipantId } from '../../core/types';
import { useClient, useRoom } from './room';
import { useTask } from './useCommand';

export interface IHistory {
  decided: readonly IPollView[];
  /** Of people who are in the room no more. */
  names: ReadonlyMap<ParticipantId, string>;
  /** Null until the first answer. */
  hasMore: boolean | null;
  busy: boolean;
  refusal: string | null;
  more: () => void;
}

export function useHistory(): IHistory {
  const { audit } = useClient();
  const shown = useRoom(view => view.polls);
  const [pages, setPages] = useState<readonly IDecisionsPage[]>([]);
  const { busy, refusal, attempt } = useTask();
  const begun = useRef(false);
  const load = useCallback(
    async (known: readonly IDecisionsPage[]) => {
      const page = await attempt(() => audit.decided(known.at(-1)?.polls.at(-1)?.seq));
      if (page) {
        setPages([...known, page]);
      }
    },
    [attempt, audit]
  );
  useEffect(() => {
    if (!begun.current) {
      begun.current = true;
      void load([]);
    }
  }, [load]);
  const decided = useMemo(() => merged(pages, shown), [pages, shown]);
  const names = useMemo(() => new Map(pages.flatMap(page => [...page.names])), [pages]);
  const more = useCallback(() => void load(pages), [load, pages]);
  return { decided, names, hasMore: pages.at(-1)?.hasMore ?? null, busy, refusal, more };
}

/** The window knows better how an effect ended meanwhile, and what was decided since. */
function merged(pages: readonly IDecisionsPage[], shown: readonly IPollView[]): IPollView[] {
  const all = [...pages.flatMap(page => page.polls), ...shown.filter(poll => poll.state !== 'open')];
  const byId = new Map(all.map(poll => [poll.id, poll]));
  return [...byId.values()].sort((a, b) => b.seq - a.seq);
}
