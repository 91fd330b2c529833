/** One prompt that waits for the turn; its author and moderators may take it back. */
import type { ReactElement } from 'react';
import type { IQueuedPrompt } from '../../core/types';
import { useWords } from '../hooks/host';
import { useRights, useRoom, useRoomActions } from '../hooks/room';
import { useCommand } from '../hooks/useCommand';
import { labelOf } from '../model/people';
import { mayTouch } from '../model/roles';
import { preview } from '../model/text';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';
import { TEST_IDS } from '../testids';

export function QueuedPrompt({ prompt, position }: { prompt: IQueuedPrompt; position: number }): ReactElement {
  const words = useWords();
  const rights = useRights();
  const actions = useRoomActions();
  const { busy, refusal, run } = useCommand();
  const body = useRoom(view => view.messages.find(message => message.id === prompt.message)?.body ?? '');
  return (
    <div className="cc-Queued" data-testid={TEST_IDS.queuedPrompt}>
      <span className="cc-Queued-position">{position}</span>
      <button type="button" className="cc-Queued-text" onClick={() => actions.jumpTo(prompt.message)}>
        <b>{labelOf(rights.members, prompt.holder, rights.me, words)}</b> {preview(body, 60) || words.__('waits')}
      </button>
      {mayTouch(rights, 'cancel_prompt', prompt.holder) && (
        <Button
          look="minimal"
          className="cc-Link"
          disabled={busy}
          onClick={() => void run({ type: 'cancel_prompt', message: prompt.message })}
        >
          {words.__('Cancel')}
        </Button>
      )}
      <Refusal sentence={refusal} />
    </div>
  );
}
