/** What of a room one may take along: what was said, and what was decided. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useClient, useRoom } from '../hooks/room';
import { PanelTitle } from '../parts/PanelTitle';
import { ExportDecisions } from './ExportDecisions';
import { SaveAs } from './SaveAs';

const FORMATS = { md: 'Markdown', ipynb: 'Notebook', jsonl: 'JSON Lines', chat: 'Jupyter Chat' } as const;

export function ExportPanel({ onDone }: { onDone: () => void }): ReactElement {
  const words = useWords();
  const { audit } = useClient();
  const name = useRoom(view => view.room?.name ?? '');
  return (
    <section className="cc-Panel" aria-label={words.__('Export')}>
      <PanelTitle onClose={onDone}>{words.__('Export')}</PanelTitle>
      <SaveAs
        label={words.__('Conversation')}
        name={name}
        formats={FORMATS}
        read={format => audit.conversation(format)}
      />
      <ExportDecisions />
    </section>
  );
}
