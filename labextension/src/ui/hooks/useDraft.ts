/** A text that survives reload and unmounting (`model/drafts`). */
import { useCallback, useState } from 'react';
import { readDraft, writeDraft } from '../model/drafts';

export function useDraft(key: string, initial = ''): [string, (text: string) => void] {
  const [held, setHeld] = useState({ key, text: readDraft(key) || initial });
  const current = held.key === key ? held.text : readDraft(key) || initial;
  const update = useCallback(
    (text: string) => {
      writeDraft(key, text);
      setHeld({ key, text });
    },
    [key]
  );
  return [current, update];
}
