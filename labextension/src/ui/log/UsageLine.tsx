/** What an agent's message took: time, tokens, cost. */
import type { ReactElement } from 'react';
import type { IMessageView } from '../../core/api';
import { useWords } from '../hooks/host';
import { isUnfinished, usageWords } from '../model/messageWords';
import { TEST_IDS } from '../testids';

export function UsageLine({ message: { usage, status } }: { message: IMessageView }): ReactElement | null {
  const words = useWords();
  const said = usage && status !== 'redacted' && !isUnfinished(status) ? usageWords(usage, words) : '';
  return said === '' ? null : (
    <div className="cc-Usage" data-testid={TEST_IDS.usage}>
      {said}
    </div>
  );
}
