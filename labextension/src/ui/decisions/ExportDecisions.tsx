/** The record of all decisions as a file, for those who may take one along: guests may not. */
import type { ReactElement } from 'react';
import type { RecordFormat } from '../../core/api';
import { useWords } from '../hooks/host';
import { useClient, useRoom } from '../hooks/room';
import { useTask } from '../hooks/useCommand';
import { isGuest } from '../model/people';
import { saveFile } from '../model/saveFile';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';

const FORMATS: readonly RecordFormat[] = ['md', 'csv', 'jsonl'];

export function ExportDecisions(): ReactElement | null {
  const words = useWords();
  const { audit } = useClient();
  const me = useRoom(view => view.me);
  const name = useRoom(view => view.room?.name ?? '');
  const { busy, refusal, attempt } = useTask();
  if (me === null || isGuest(me)) {
    return null;
  }
  const save = async (format: RecordFormat): Promise<void> => {
    const file = await attempt(() => audit.file(format));
    if (file) {
      saveFile(words.__('Decisions of %1', name), format, file);
    }
  };
  const labels: Record<RecordFormat, string> = { md: 'Markdown', csv: 'CSV', jsonl: 'JSON Lines' };
  return (
    <div className="cc-Export" role="group" aria-label={words.__('Export decisions')}>
      <span>{words.__('Export decisions:')}</span>
      {FORMATS.map(format => (
        <Button key={format} look="minimal" className="cc-Link" disabled={busy} onClick={() => void save(format)}>
          {labels[format]}
        </Button>
      ))}
      <Refusal sentence={refusal} />
    </div>
  );
}
