/** Casting my ballot: bound to the hash I was shown and to the ballot it replaces (RULES 7). */
import { useCallback } from 'react';
import type { IPollView } from '../../core/api';
import type { IAck, ICommand } from '../../core/types';
import { mintId } from '../../core/api';
import { useRoom } from './room';
import { useCommand } from './useCommand';

export interface IBallotFields {
  choice: string;
  reason?: string;
  answers?: Record<string, string>;
  /** Where a question takes several options. */
  choices?: readonly string[];
}

export interface IBallotState {
  busy: boolean;
  refusal: string | null;
  mine: string | null;
  cast: (fields: IBallotFields) => Promise<IAck | null>;
}

export function useBallot(poll: IPollView): IBallotState {
  const me = useRoom(view => view.me);
  const { busy, refusal, run } = useCommand();
  const current = me ? (poll.ballots.get(me) ?? null) : null;
  const replaces = current?.ballot_id;
  const { id, hash } = poll;
  const cast = useCallback(
    (fields: IBallotFields) => {
      const { choices, ...rest } = fields;
      const command: ICommand = { type: 'cast_ballot', poll: id, ballot_id: mintId(), ...rest };
      return run({
        ...command,
        ...(choices === undefined ? {} : { choices: [...choices] }),
        ...(hash === undefined ? {} : { hash }),
        ...(replaces === undefined ? {} : { replaces })
      });
    },
    [run, id, hash, replaces]
  );
  return { busy, refusal, mine: current?.choice ?? null, cast };
}
