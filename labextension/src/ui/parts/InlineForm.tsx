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
  onCancel: () => void;
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
    event.stopPropagation();
    if (event.key === 'Escape') {
      props.onCancel();
    }
  };
  return (
    <form className={props.className ?? 'cc-Panel'} aria-label={props.label} onSubmit={submit} onKeyDown={onKeyDown}>
      {props.children}
      <div className="cc-Row">
        <Button type="submit" look={props.final ? 'warn' : 'accept'} disabled={!props.ready}>
          {props.submitLabel}
        </Button>
        <Button onClick={props.onCancel}>{props.cancelLabel ?? words.__('Cancel')}</Button>
      </div>
      <Refusal sentence={props.refusal} />
    </form>
  );
}
