/** "seen by 2" under my newest message; the names on hover. */
import type { ReactElement } from 'react';
import type { IMessageView, IRoomView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { nameOf } from '../model/people';
import { TEST_IDS } from '../testids';

export function SeenBy({ message }: { message: IMessageView }): ReactElement | null {
  const words = useWords();
  const names = useRoom(view => (isMyNewest(view, message) ? readers(view, message).join('\n') : ''));
  if (names === '') {
    return null;
  }
  return (
    <div className="cc-SeenBy" title={names} data-testid={TEST_IDS.seenBy}>
      {words.__('seen by %1', names.split('\n').length)}
    </div>
  );
}

function isMyNewest(view: IRoomView, message: IMessageView): boolean {
  for (let index = view.messages.length - 1; message.author === view.me && index >= 0; index--) {
    if (view.messages[index].author === view.me) {
      return view.messages[index] === message;
    }
  }
  return false;
}

function readers(view: IRoomView, message: IMessageView): string[] {
  return [...view.receipts]
    .filter(([id, seq]) => id !== view.me && seq >= message.seq)
    .map(([id]) => nameOf(view.members, id));
}
