/** A list that is read from the server while it is shown, and again when `version` says that it changed. */
import { useCallback, useEffect, useReducer, useState } from 'react';
import { refusalSentence } from '../model/refusal';
import { useWords } from './host';

export interface IListing<T> {
  /** Null until the first answer. */
  items: readonly T[] | null;
  refusal: string | null;
  reload: () => void;
}

type Answer<T> = Pick<IListing<T>, 'items' | 'refusal'>;

/** `read` must be stable: a new one reads anew. Of several reads only the last one's answer is shown. */
export function useListing<T>(read: () => Promise<readonly T[]>, version: unknown): IListing<T> {
  const words = useWords();
  const [answer, setAnswer] = useState<Answer<T>>({ items: null, refusal: null });
  const [round, reload] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let isLast = true;
    const show = (next: (old: Answer<T>) => Answer<T>): void => {
      if (isLast) {
        setAnswer(next);
      }
    };
    read().then(
      items => show(() => ({ items, refusal: null })),
      (error: unknown) => show(old => ({ ...old, refusal: refusalSentence(error, words) }))
    );
    return () => {
      isLast = false;
    };
  }, [read, version, round, words]);
  return { ...answer, reload: useCallback(() => reload(), []) };
}
