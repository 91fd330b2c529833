/** What an agent's message took: time, tokens, cost; and who stopped it. */
import type { ReactElement } from 'react';
import type { IMessageView } from '../../core/api';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { isUnfinished, usageWords } from '../model/messageWords';
import { authorOf } from '../model/people';
import { TEST_IDS } from '../testids';

export function UsageLine({ message }: { message: IMessageView }): ReactElement | null {
  const words = useWords();
  const { usage, status, stopped_by: by } = message;
  const stopper = useRoom(view => (by === undefined ? '' : by === view.me ? words.__('you') : authorOf(view, by)));
  if (status === 'redacted' || isUnfinished(status)) {
    return null;
  }
  const said = [stopper && words.__('stopped by %1', stopper), usage && usageWords(usage, words)].filter(Boolean);
  return said.length === 0 ? null : (
    <div className="cc-Usage" data-testid={TEST_IDS.usage}>
      {said.join(' · ')}
    </div>
  );
}
