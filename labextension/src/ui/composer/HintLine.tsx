/** What will happen to a prompt written now, or that the text is too long. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useCommand } from '../hooks/useCommand';
import type { IPromptHint } from '../model/promptHint';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';
import { TEST_IDS } from '../testids';

export function HintLine({ hint, tooLong }: { hint: IPromptHint | null; tooLong: boolean }): ReactElement {
  const words = useWords();
  const { busy, refusal, run } = useCommand();
  const start = hint?.start ?? null;
  return (
    <span className="cc-Hint" role="status" data-testid={TEST_IDS.composerHint}>
      {tooLong ? words.__('Too long: a message has at most 16,384 characters.') : hint?.sentence}
      {start && (
        <Button
          look="minimal"
          className="cc-Link"
          disabled={busy}
          onClick={() => void run({ type: 'start_agent', agent: start })}
        >
          {words.__('Start')}
        </Button>
      )}
      <Refusal sentence={refusal} />
    </span>
  );
}
