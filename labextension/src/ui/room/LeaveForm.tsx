/** Leaving asks once, because the way back may need an invitation. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';

export function LeaveForm({ onDone, onLeft }: { onDone: () => void; onLeft?: () => void }): ReactElement {
  const words = useWords();
  const listed = useRoom(view => view.room?.visibility === 'listed');
  const { busy, refusal, run } = useCommand();
  const leave = async (): Promise<void> => {
    if (await run({ type: 'leave' })) {
      onDone();
      onLeft?.();
    }
  };
  return (
    <div className="cc-Panel" role="group" aria-label={words.__('Leave')}>
      <p>
        {listed
          ? words.__('Leave this room? You can join again while it is open to everyone.')
          : words.__('Leave this room? Only an invitation brings you back.')}
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
