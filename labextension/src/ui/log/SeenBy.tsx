/** "Seen by Bob, Cyd +2" under my newest message; all names on hover. */
import type { ReactElement } from 'react';
import type { IMessageView, IRoomView } from '../../core/api';
import type { ParticipantId } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { nameOf } from '../model/people';
import { TEST_IDS } from '../testids';

/** How many are named before the rest is counted. */
const NAMED = 3;

export function SeenBy({ message }: { message: IMessageView }): ReactElement | null {
  const words = useWords();
  const names = useRoom(view => (isMyNewest(view, message) ? readers(view, message).join('\n') : ''));
  if (names === '') {
    return null;
  }
  const all = names.split('\n');
  const shown = all.slice(0, NAMED).join(', ');
  const sentence =
    all.length > NAMED ? words.__('Seen by %1 +%2', shown, all.length - NAMED) : words.__('Seen by %1', shown);
  return (
    <div className="cc-SeenBy" title={names} data-testid={TEST_IDS.seenBy}>
      {sentence}
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
    .filter(([id, seq]) => id !== view.me && seq >= message.seq && isHere(view, id))
    .map(([id]) => nameOf(view.members, id))
    .sort((a, b) => a.localeCompare(b));
}

/** Someone who left keeps their place among the members while the log names them. */
function isHere({ members }: IRoomView, id: ParticipantId): boolean {
  return (members.get(id)?.role ?? 'left') !== 'left';
}
