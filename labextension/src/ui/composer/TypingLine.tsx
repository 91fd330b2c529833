/** Who is typing. Keeps its height, so that the log does not jump. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { typingWords, typists } from '../model/typing';
import { TEST_IDS } from '../testids';

export function TypingLine(): ReactElement {
  const words = useWords();
  const presence = useRoom(view => view.presence);
  const members = useRoom(view => view.members);
  const me = useRoom(view => view.me);
  return (
    <div className="cc-Typing" data-testid={TEST_IDS.typing}>
      {typingWords(typists(presence, me), members, words)}
    </div>
  );
}
