/** Redeems the link once per click, and keeps what the server said about it. */
import { useCallback, useState } from 'react';
import { redeem, type IJoined, type IShareLink } from '../../core';
import type { IRejection } from '../../core/types';
import { useWords } from '../../ui/hooks/host';
import type { IPageConfig } from '../config';
import { isDead, refusalWords } from './refusals';

export interface IRedeeming {
  busy: boolean;
  refusal: string | null;
  /** The link will never work: there is nothing left to try. */
  dead: boolean;
  join: (link: IShareLink) => Promise<void>;
}

export function useRedeem({ baseUrl }: IPageConfig, onJoined: (joined: IJoined) => void): IRedeeming {
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const [rejection, setRejection] = useState<IRejection | null>(null);
  const join = useCallback(
    async (link: IShareLink): Promise<void> => {
      setBusy(true);
      setRejection(null);
      try {
        onJoined(await redeem({ baseUrl }, link));
      } catch (error) {
        setRejection(asRejection(error));
      } finally {
        setBusy(false);
      }
    },
    [baseUrl, onJoined]
  );
  return {
    busy,
    refusal: rejection && refusalWords(rejection, words),
    dead: rejection !== null && isDead(rejection),
    join
  };
}

/** Anything but a refusal is a bug and stays loud. */
function asRejection(error: unknown): IRejection {
  if (typeof (error as Partial<IRejection> | null)?.code === 'string') {
    return error as IRejection;
  }
  throw error;
}
