/** Asking an agent about a message: the one who wrote it, the only one there is, or one to choose. */
import type { ReactElement } from 'react';
import type { IMessageView, IRoomView } from '../../core/api';
import type { ParticipantId } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRoom, useRoomActions } from '../hooks/room';
import { isUnfinished } from '../model/messageWords';
import { nameOf } from '../model/people';
import { IconButton } from '../parts/IconButton';

export function AskButton({ message: { id, author, status } }: { message: IMessageView }): ReactElement | null {
  const words = useWords();
  const actions = useRoomActions();
  const may = useRoom(view => view.can.has('post_message') && view.agents.size > 0);
  const whom = useRoom(view => whomToAsk(view, author));
  if (!may || isUnfinished(status)) {
    return null;
  }
  const label = whom ? words.__('Ask %1 about this', whom) : words.__('Ask an agent about this');
  return <IconButton icon="ask" label={label} onClick={() => actions.ask(id)} />;
}

function whomToAsk({ agents, members }: IRoomView, author: ParticipantId): string | null {
  const [lone, ...more] = agents.keys();
  const agent = agents.has(author) ? author : more.length === 0 ? lone : undefined;
  return agent === undefined ? null : nameOf(members, agent);
}
