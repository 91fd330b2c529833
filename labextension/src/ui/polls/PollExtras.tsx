/** The rarer ways to end an open poll: the owner's audited override, and closing it without a decision. */
import { useState, type ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRights } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { mayTouch } from '../model/roles';
import { isApproval } from '../model/tally';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';
import { OverrideForm } from './OverrideForm';

export function PollExtras({ poll }: { poll: IPollView }): ReactElement | null {
  const words = useWords();
  const rights = useRights();
  const { busy, refusal, run } = useCommand();
  const [overriding, setOverriding] = useState(false);
  const alone = poll.policy === 'owner' || poll.policy === 'anyone' || poll.seats.length < 2;
  const mayOverride = rights.can.has('override_poll') && isApproval(poll) && !alone;
  const mayClose = mayTouch(rights, 'close_poll', poll.by);
  if (!mayOverride && !mayClose) {
    return null;
  }
  if (overriding) {
    return <OverrideForm poll={poll} onDone={() => setOverriding(false)} />;
  }
  return (
    <div className="cc-Poll-extras">
      {mayOverride && (
        <Button look="minimal" className="cc-Link" onClick={() => setOverriding(true)}>
          {words.__('Decide alone…')}
        </Button>
      )}
      {mayClose && (
        <Button
          look="minimal"
          className="cc-Link"
          disabled={busy}
          onClick={() => void run({ type: 'close_poll', poll: poll.id })}
        >
          {words.__('Close without a decision')}
        </Button>
      )}
      <Refusal sentence={refusal} />
    </div>
  );
}
