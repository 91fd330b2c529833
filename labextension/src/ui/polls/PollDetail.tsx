/**
 * Exactly what would happen, as plain text (RULES 12): React escapes it, hidden characters are spelled out, and its size
 * is stated, so that nothing can hide below the fold unnoticed.
 */
import { useState, type ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { effectFields, revealHidden } from '../model/effect';
import { byteCount, lineCount } from '../model/text';
import { Button } from '../parts/Button';
import { TEST_IDS } from '../testids';

const FOLD_LINES = 12;

export function PollDetail({ poll }: { poll: IPollView }): ReactElement | null {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const [raw, setRaw] = useState(false);
  if (poll.detail === '') {
    return null;
  }
  const fields = raw ? [{ name: null, text: revealHidden(poll.detail) }] : effectFields(poll.detail);
  const lines = fields.reduce((sum, field) => sum + lineCount(field.text), 0);
  const bytes = words._n('%1 byte', '%1 bytes', byteCount(poll.detail));
  return (
    <div className={`cc-Poll-detail ${open ? 'cc-mod-open' : ''}`} data-testid={TEST_IDS.pollDetail}>
      {fields.map((field, index) => (
        <Field key={index} name={field.name} text={field.text} />
      ))}
      <div className="cc-Poll-size">
        <span>{`${words._n('%1 line', '%1 lines', lines)}, ${bytes}`}</span>
        {lines > FOLD_LINES && (
          <Button look="minimal" className="cc-Link" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? words.__('Show less') : words.__('Show all %1 lines', lines)}
          </Button>
        )}
        {poll.hash !== undefined && (
          <Button look="minimal" className="cc-Link" aria-pressed={raw} onClick={() => setRaw(!raw)}>
            {raw ? words.__('Show to read') : words.__('Show as stored')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Field({ name, text }: { name: string | null; text: string }): ReactElement {
  const short = name !== null && !text.includes('\n') && text.length < 60;
  return short ? (
    <div className="cc-Poll-field">
      <span>{name}</span> <code>{text}</code>
    </div>
  ) : (
    <>
      {name !== null && <div className="cc-Poll-field">{name}</div>}
      <pre tabIndex={0}>{text}</pre>
    </>
  );
}
