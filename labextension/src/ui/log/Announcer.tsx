/** Speaks to screen readers: whole messages of others once they are finished, votes that open and how they end. */
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useRoomView } from '../hooks/room';
import { Spoken } from '../model/spoken';

export function Announcer(): ReactElement {
  const words = useWords();
  const view = useRoomView();
  const spoken = useRef<Spoken | null>(null);
  const [sentences, setSentences] = useState<readonly string[]>([]);
  useEffect(() => {
    spoken.current ??= new Spoken(words);
    const fresh = spoken.current.next(view);
    if (fresh.length > 0) {
      setSentences(fresh);
    }
  }, [view, words]);
  return (
    <div className="cc-ScreenReader" aria-live="polite">
      {sentences.map((sentence, index) => (
        <p key={`${index} ${sentence}`}>{sentence}</p>
      ))}
    </div>
  );
}
