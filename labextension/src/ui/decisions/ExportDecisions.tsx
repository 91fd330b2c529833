/** The record of all decisions as a file. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useClient, useRoom } from '../hooks/room';
import { SaveAs } from './SaveAs';

const FORMATS = { md: 'Markdown', csv: 'CSV', jsonl: 'JSON Lines' } as const;

export function ExportDecisions(): ReactElement {
  const words = useWords();
  const { audit } = useClient();
  const name = useRoom(view => view.room?.name ?? '');
  return (
    <SaveAs
      label={words.__('Export decisions')}
      name={words.__('Decisions of %1', name)}
      formats={FORMATS}
      read={format => audit.file(format)}
    />
  );
}
