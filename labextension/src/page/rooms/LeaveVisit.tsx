/** A guest's way out: leaves every room that the link opened, after asking once. */
import type { ReactElement } from 'react';
import type { ICollabChat } from '../../core/api';
import type { IRoomSummary } from '../../core/types';
import { useWords } from '../../ui/hooks/host';
import { useTask } from '../../ui/hooks/useCommand';
import { Button } from '../../ui/parts/Button';
import { Refusal } from '../../ui/parts/Refusal';

interface ILeaveVisitProps {
  chat: ICollabChat;
  mine: readonly IRoomSummary[];
  onDone: () => void;
}

export function LeaveVisit({ chat, mine, onDone }: ILeaveVisitProps): ReactElement {
  const words = useWords();
  const { busy, refusal, attempt } = useTask();
  const leave = async (): Promise<void> => {
    if (await attempt(() => leaveAll(chat, mine))) {
      onDone();
    }
  };
  return (
    <div className="cc-Panel" role="group" aria-label={words.__('Leave')}>
      <p>
        {mine.length > 1
          ? words._n(
              'Leave %1 room? Only a link brings you back.',
              'Leave all %1 rooms? Only a link brings you back.',
              mine.length
            )
          : words.__('Leave this room? Only a link brings you back.')}
      </p>
      <div className="cc-Row">
        <Button look="warn" disabled={busy} onClick={() => void leave()}>
          {words.__('Leave')}
        </Button>
        <Button autoFocus onClick={onDone}>
          {words.__('Stay')}
        </Button>
      </div>
      <Refusal sentence={refusal} />
    </div>
  );
}

/** One after the other: where one is refused, the rest are left at the next try. */
async function leaveAll(chat: ICollabChat, rooms: readonly IRoomSummary[]): Promise<true> {
  for (const { id } of rooms) {
    const client = chat.open(id);
    try {
      await client.send({ type: 'leave' });
    } finally {
      client.dispose();
    }
  }
  return true;
}
