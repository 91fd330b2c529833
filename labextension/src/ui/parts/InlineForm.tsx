/** A form that opens in the column: its keys stay inside, Esc leaves, a refusal is said under its buttons. */
import type { FormEvent, KeyboardEvent, ReactElement, ReactNode } from 'react';
import { useWords } from '../hooks/host';
import { Button } from './Button';
import { Refusal } from './Refusal';

interface IInlineFormProps {
  label: string;
  className?: string;
  submitLabel: string;
  /** Where leaving takes nothing back. */
  cancelLabel?: string;
  /** For what cannot be taken back. */
  final?: boolean;
  ready: boolean;
  refusal: string | null;
  onSubmit: () => unknown;
  /** Absent where whatever is around the form closes it. */
  onCancel?: () => void;
  children: ReactNode;
}

export function InlineForm(props: IInlineFormProps): ReactElement {
  const words = useWords();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (props.ready) {
      void props.onSubmit();
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const leaves = event.key === 'Escape';
    if (!leaves || props.onCancel) {
      event.stopPropagation();
    }
    if (leaves) {
      props.onCancel?.();
    }
  };
  return (
    <form className={props.className ?? 'cc-Panel'} aria-label={props.label} onSubmit={submit} onKeyDown={onKeyDown}>
      {props.children}
      <div className="cc-Row">
        <Button type="submit" look={props.final ? 'warn' : 'accept'} disabled={!props.ready}>
          {props.submitLabel}
        </Button>
        {props.onCancel && <Button onClick={props.onCancel}>{props.cancelLabel ?? words.__('Cancel')}</Button>}
      </div>
      <Refusal sentence={props.refusal} />
    </form>
  );
}
