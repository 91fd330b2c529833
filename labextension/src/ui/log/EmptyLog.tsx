/** What one can do in a room where nothing was said yet. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useRoom, useRoomActions } from '../hooks/room';
import { isAgent } from '../model/people';
import { Button } from '../parts/Button';

export function EmptyLog(): ReactElement {
  const words = useWords();
  const room = useRoom(view => view.room);
  const alone = useRoom(
    view => [...view.members].filter(([id, { role }]) => !isAgent(id) && role !== 'left').length < 2
  );
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
      {alone && <InviteSomeone />}
      {!hasAgent && mayAdd && (
        <p>{words.__('No agent yet. Add runner with + above: it runs code that the room approves.')}</p>
      )}
      {hasAgent && <p>{words.__('Write @ to ask an agent. It does nothing before the room has approved it.')}</p>}
    </div>
  );
}

function InviteSomeone(): ReactElement | null {
  const words = useWords();
  const actions = useRoomActions();
  const mayInvite = useRoom(view => view.can.has('invite'));
  const mayShare = useRoom(view => view.can.has('create_share'));
  return (
    <div className="cc-Row">
      {mayInvite && (
        <Button look="accept" onClick={() => actions.openTask('invite')}>
          {words.__('Invite someone')}
        </Button>
      )}
      {mayShare && <Button onClick={() => actions.openTask('shares')}>{words.__('Make a share link')}</Button>}
    </div>
  );
}
