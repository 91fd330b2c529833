/** An inline field for a reason (deny, override): Enter sends, Esc leaves, what was typed is kept. */
import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { useDraft } from '../hooks/useDraft';
import { InlineForm } from './InlineForm';

const MAX_REASON = 1000;

interface IReasonFormProps {
  draftKey: string;
  label: string;
  submitLabel: string;
  required: boolean;
  busy: boolean;
  refusal: string | null;
  onSubmit: (reason: string) => void;
  onCancel: () => void;
}

export function ReasonForm(props: IReasonFormProps): ReactElement {
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useDraft(props.draftKey);
  useEffect(() => field.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      event.currentTarget.form?.requestSubmit();
    }
  };
  return (
    <InlineForm
      label={props.label}
      className="cc-ReasonForm"
      submitLabel={props.submitLabel}
      ready={!props.busy && (!props.required || reason.trim() !== '')}
      refusal={props.refusal}
      onSubmit={() => props.onSubmit(reason.trim())}
      onCancel={props.onCancel}
    >
      <textarea
        ref={field}
        className="cc-Input"
        rows={2}
        maxLength={MAX_REASON}
        aria-label={props.label}
        placeholder={props.label}
        value={reason}
        onChange={event => setReason(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </InlineForm>
  );
}
