/** Sends one command at a time and keeps the sentence of its refusal for the place where the hand is. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { IAck, ICommand } from '../../core/types';
import { refusalSentence } from '../model/refusal';
import { useClient } from './room';
import { useWords } from './host';

export interface ICommandState {
  busy: boolean;
  refusal: string | null;
  /** Null when it was refused. */
  run: (command: ICommand) => Promise<IAck | null>;
}

export function useCommand(): ICommandState {
  const client = useClient();
  const task = useTask();
  const { attempt } = task;
  const run = useCallback((command: ICommand) => attempt(() => client.send(command)), [attempt, client]);
  return { busy: task.busy, refusal: task.refusal, run };
}

export interface ITaskState {
  busy: boolean;
  refusal: string | null;
  attempt: <T>(work: () => Promise<T>) => Promise<T | null>;
}

/** Runs asynchronous work that may be refused with `IRejection`. */
export function useTask(): ITaskState {
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const mounted = useMounted();
  const attempt = useCallback(
    async <T>(work: () => Promise<T>): Promise<T | null> => {
      setBusy(true);
      setRefusal(null);
      try {
        return await work();
      } catch (error) {
        const sentence = refusalSentence(error, words);
        if (mounted.current) {
          setRefusal(sentence);
        }
        return null;
      } finally {
        if (mounted.current) {
          setBusy(false);
        }
      }
    },
    [mounted, words]
  );
  return { busy, refusal, attempt };
}

function useMounted(): { readonly current: boolean } {
  const mounted = useRef(false);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  return mounted;
}
