/** What one can do in a room where nothing was said yet. */
import type { ReactElement } from 'react';
import { useHost, useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { isAgent } from '../model/people';

export function EmptyLog(): ReactElement {
  const words = useWords();
  const { actions } = useHost();
  const room = useRoom(view => view.room);
  const alone = useRoom(view => [...view.members.keys()].filter(id => !isAgent(id)).length < 2);
  const hasAgent = useRoom(view => view.agents.size > 0);
  const mayAdd = useRoom(view => view.can.has('add_agent'));
  if (!room) {
    return <div className="cc-Empty">{words.__('Opening the room…')}</div>;
  }
  return (
    <div className="cc-Empty">
      <p>{words.__('Nothing was said here yet.')}</p>
      {alone && room.visibility === 'listed' && (
        <p>{words.__('You are alone: everyone on this server can find this room and join.')}</p>
      )}
      {alone && room.visibility === 'private' && actions.roomLink && (
        <p>{words.__('You are alone: open the room to everyone here, then send them its link (menu ⋯).')}</p>
      )}
      {!hasAgent && mayAdd && (
        <p>{words.__('No agent yet. Add runner with + above: it runs code that the room approves.')}</p>
      )}
      {hasAgent && <p>{words.__('Write @ to ask an agent. It does nothing before the room has approved it.')}</p>}
    </div>
  );
}
