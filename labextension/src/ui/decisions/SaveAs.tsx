/** A file in one of several formats, for those who may take one along: guests may not. */
import type { ReactElement } from 'react';
import { useWords } from '../hooks/host';
import { useRoom } from '../hooks/room';
import { useTask } from '../hooks/useCommand';
import { isGuest } from '../model/people';
import { saveFile } from '../model/saveFile';
import { Button } from '../parts/Button';
import { Refusal } from '../parts/Refusal';

interface ISaveAsProps<Format extends string> {
  /** What is saved; the room's name completes it as the file's name. */
  label: string;
  name: string;
  /** Names of formats by the ends of their files' names. */
  formats: Readonly<Record<Format, string>>;
  read: (format: Format) => Promise<Blob>;
}

export function SaveAs<Format extends string>(props: ISaveAsProps<Format>): ReactElement | null {
  const { label, name, formats, read } = props;
  const words = useWords();
  const me = useRoom(view => view.me);
  const { busy, refusal, attempt } = useTask();
  if (me === null || isGuest(me)) {
    return null;
  }
  const save = async (format: Format): Promise<void> => {
    const file = await attempt(() => read(format));
    if (file) {
      saveFile(name, format, file);
    }
  };
  return (
    <div className="cc-Export" role="group" aria-label={label}>
      <span>{words.__('%1:', label)}</span>
      {(Object.keys(formats) as Format[]).map(format => (
        <Button key={format} look="minimal" className="cc-Link" disabled={busy} onClick={() => void save(format)}>
          {formats[format]}
        </Button>
      ))}
      <Refusal sentence={refusal} />
    </div>
  );
}
