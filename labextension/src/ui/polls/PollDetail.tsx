/**
 * Exactly what would happen, as plain text (RULES 12): React escapes it, hidden characters are spelled out, and its size
 * is stated, so that nothing can hide below the fold unnoticed.
 */
import { useMemo, useState, type ReactElement } from 'react';
import type { IPollView } from '../../core/api';
import { useWords } from '../hooks/host';
import { effectFields, revealHidden, type IEffectField } from '../model/effect';
import { planSteps } from '../model/plan';
import { byteCount, lineCount } from '../model/text';
import { Button } from '../parts/Button';
import { TEST_IDS } from '../testids';
import { Diff } from './Diff';

const FOLD_LINES = 12;

export function PollDetail({ poll }: { poll: IPollView }): ReactElement | null {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const [raw, setRaw] = useState(false);
  const fields = useMemo(() => fieldsOf(poll, raw), [poll, raw]);
  if (poll.detail === '') {
    return null;
  }
  const lines = fields.reduce((sum, field) => sum + lineCount(field.text), 0);
  const bytes = words._n('%1 byte', '%1 bytes', byteCount(poll.detail));
  const steps = poll.subject === 'plan' ? planSteps(poll.detail) : null;
  return (
    <div className={`cc-Poll-detail ${open ? 'cc-mod-open' : ''}`} data-testid={TEST_IDS.pollDetail}>
      {steps ? <Steps steps={steps} /> : fields.map((field, index) => <Field key={index} field={field} />)}
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

function fieldsOf(poll: IPollView, raw: boolean): IEffectField[] {
  return raw ? [{ name: null, text: revealHidden(poll.detail) }] : effectFields(poll.detail);
}

function Steps({ steps }: { steps: readonly string[] }): ReactElement {
  return (
    <ol className="cc-Plan" tabIndex={0}>
      {steps.map((step, index) => (
        <li key={index}>{revealHidden(step)}</li>
      ))}
    </ol>
  );
}

function Field({ field: { name, text, diff } }: { field: IEffectField }): ReactElement {
  const words = useWords();
  const isShort = name !== null && !text.includes('\n') && text.length < 60;
  if (isShort) {
    return (
      <div className="cc-Poll-field">
        <span>{name}</span> <code>{text}</code>
      </div>
    );
  }
  return (
    <>
      {name !== null && <div className="cc-Poll-field">{name}</div>}
      {diff ? <Diff lines={diff} label={words.__('What changes')} /> : <pre tabIndex={0}>{text}</pre>}
    </>
  );
}
