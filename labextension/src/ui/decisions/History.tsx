/** Everything the room has decided, newest first; each opens to its record. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useHistory } from '../hooks/useHistory';
import { withNames } from '../model/record';
import { Button } from '../parts/Button';
import { PanelTitle } from '../parts/PanelTitle';
import { Refusal } from '../parts/Refusal';
import { TEST_IDS } from '../testids';
import { ExportDecisions } from './ExportDecisions';
import { HistoryItem } from './HistoryItem';

export function History({ onDone }: { onDone: () => void }): ReactElement {
  const words = useWords();
  const members = useRoom(view => view.members);
  const { decided, names, hasMore, busy, refusal, more } = useHistory();
  const people = withNames(members, names);
  return (
    <section className="cc-Panel cc-History" aria-label={words.__('Decisions')} data-testid={TEST_IDS.history}>
      <PanelTitle onClose={onDone}>{words.__('Decisions')}</PanelTitle>
      {decided.length > 0 && <ExportDecisions />}
      {decided.length === 0 && hasMore !== null && <p>{words.__('Nothing has been decided in this room yet.')}</p>}
      <ul>
        {decided.map(poll => (
          <HistoryItem key={poll.id} poll={poll} people={people} />
        ))}
      </ul>
      <Refusal sentence={refusal} />
      {(hasMore !== false || busy) && (
        <Button disabled={busy} onClick={more}>
          {busy ? words.__('Loading…') : words.__('Older decisions')}
        </Button>
      )}
    </section>
  );
}
