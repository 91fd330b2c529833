/** While one reads further up: how many messages came since, and the way down. Takes its own line; covers nothing. */
import { useState, type ReactElement } from 'react';
import { Button } from '../parts/Button';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';

export function NewBelow({ atEnd, scrollToEnd }: { atEnd: boolean; scrollToEnd: () => void }): ReactElement | null {
  const words = useWords();
  const messages = useRoom(view => view.messages);
  const [readTo, setReadTo] = useState(0);
  const newest = messages.at(-1)?.seq ?? 0;
  if (atEnd && readTo !== newest) {
    setReadTo(newest);
  }
  if (atEnd) {
    return null;
  }
  const count = messages.filter(message => message.seq > readTo).length;
  const label = count > 0 ? words._n('%1 new message', '%1 new messages', count) : words.__('To the newest message');
  return (
    <Button look="minimal" className="cc-NewBelow" onClick={scrollToEnd}>
      {label} ↓
    </Button>
  );
}
