/** Leads from the vote on a rollback to the message that it would go back to: the vote itself quotes nothing. */
import type { ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRoomActions } from '../hooks/room';
import { Button } from '../parts/Button';

export function BackTo({ poll }: { poll: IPollView }): ReactElement | null {
  const words = useWords();
  const { jumpTo } = useRoomActions();
  const { then, message } = poll;
  if (then !== 'rollback' || !message) {
    return null;
  }
  return (
    <div>
      <Button look="minimal" className="cc-Link" onClick={() => jumpTo(message)}>
        {words.__('Show the message')}
      </Button>
    </div>
  );
}
