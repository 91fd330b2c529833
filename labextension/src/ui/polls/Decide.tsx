/** Approve and deny. Approve is inert for 500 ms after it appears and never has the focus by itself (RULES 12). */
import { useImperativeHandle, useState, type ReactElement, type Ref } from 'react';
import type { IPollView } from '../../core/api';
import type { IWords } from '../host';
import { useWords } from '../hooks/host';
import { useBallot, type IBallotState } from '../hooks/useBallot';
import { useInert } from '../hooks/useInert';
import { writeDraft } from '../model/drafts';
import { Button } from '../parts/Button';
import { ReasonForm } from '../parts/ReasonForm';
import { Refusal } from '../parts/Refusal';

const INERT_MS = 500;

/** What the keys A and D of a focused card do. */
export interface IDecideHandle {
  approve: () => void;
  deny: () => void;
}

export function Decide({ poll, handle }: { poll: IPollView; handle: Ref<IDecideHandle> }): ReactElement {
  const words = useWords();
  const ballot = useBallot(poll);
  const { busy, refusal, mine, cast } = ballot;
  const inert = useInert(poll.hash ?? poll.detail, INERT_MS);
  const [denying, setDenying] = useState(false);
  const stalled = poll.needs !== undefined;
  const approve = (): void => {
    if (!inert && !busy && (mine !== 'approve' || stalled)) {
      void cast({ choice: 'approve' });
    }
  };
  useImperativeHandle(handle, () => ({ approve, deny: () => setDenying(true) }));
  if (denying) {
    return <Deny poll={poll.id} ballot={ballot} onDone={() => setDenying(false)} />;
  }
  return (
    <div className="cc-Poll-decide">
      <div className="cc-Row">
        <Button
          look="accept"
          aria-disabled={inert || busy}
          aria-pressed={mine === 'approve'}
          title={words.__('With the card in focus: A')}
          onClick={approve}
        >
          {approveWords(mine === 'approve', stalled, words)}
        </Button>
        <Button
          aria-pressed={mine === 'deny'}
          title={words.__('With the card in focus: D')}
          onClick={() => setDenying(true)}
        >
          {mine === 'deny' ? words.__('You denied') : words.__('Deny with a reason…')}
        </Button>
      </div>
      <Refusal sentence={refusal} />
    </div>
  );
}

function approveWords(approved: boolean, stalled: boolean, words: IWords): string {
  if (!approved) {
    return words.__('Approve');
  }
  return stalled ? words.__('Approve again') : words.__('You approved');
}

interface IDenyProps {
  poll: string;
  ballot: IBallotState;
  onDone: () => void;
}

function Deny({ poll, ballot, onDone }: IDenyProps): ReactElement {
  const words = useWords();
  const draftKey = `deny ${poll}`;
  const deny = async (reason: string): Promise<void> => {
    if (await ballot.cast({ choice: 'deny', ...(reason ? { reason } : {}) })) {
      writeDraft(draftKey, '');
      onDone();
    }
  };
  return (
    <div className="cc-Poll-decide">
      <ReasonForm
        draftKey={draftKey}
        label={words.__('Why not? The agent reads this.')}
        submitLabel={words.__('Deny')}
        required={false}
        busy={ballot.busy}
        refusal={ballot.refusal}
        onSubmit={reason => void deny(reason)}
        onCancel={onDone}
      />
    </div>
  );
}
