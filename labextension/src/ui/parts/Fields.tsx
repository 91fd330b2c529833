/** Labelled fields of the inline forms. */
import { useEffect, useId, useRef, type ReactElement } from 'react';

interface ITextFieldProps {
  label: string;
  value: string;
  max: number;
  /** Takes the focus when the form opens. */
  first?: boolean;
  onChange: (value: string) => void;
}

export function TextField({ label, value, max, first, onChange }: ITextFieldProps): ReactElement {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (first) {
      field.current?.focus();
    }
  }, [first]);
  return (
    <label>
      {label}
      <input
        ref={field}
        className="cc-Input"
        maxLength={max}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
    </label>
  );
}

interface IChoiceFieldProps<T extends string> {
  label: string;
  value: T;
  options: Record<T, string>;
  disabled?: boolean;
  onChange: (value: T) => void;
}

export function ChoiceField<T extends string>(props: IChoiceFieldProps<T>): ReactElement {
  const { label, value, options, disabled, onChange } = props;
  return (
    <label>
      {label}
      <select
        className="cc-Input"
        value={value}
        disabled={disabled}
        onChange={event => onChange(event.target.value as T)}
      >
        {(Object.entries(options) as [T, string][]).map(([id, text]) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface ICheckFieldProps {
  label: string;
  checked: boolean;
  /** What it means, in small letters. */
  hint?: string;
  onChange: (checked: boolean) => void;
}

export function CheckField({ label, checked, hint, onChange }: ICheckFieldProps): ReactElement {
  const hintId = useId();
  return (
    <div className="cc-Check">
      <label>
        <input
          type="checkbox"
          checked={checked}
          aria-describedby={hint ? hintId : undefined}
          onChange={event => onChange(event.target.checked)}
        />
        {label}
      </label>
      {hint && <small id={hintId}>{hint}</small>}
    </div>
  );
}

interface INumberFieldProps {
  label: string;
  /** Null: nothing is said. */
  value: number | null;
  min: number;
  max: number;
  onChange: (value: number | null) => void;
}

export function NumberField({ label, value, min, max, onChange }: INumberFieldProps): ReactElement {
  return (
    <label>
      {label}
      <input
        className="cc-Input"
        type="number"
        min={min}
        max={max}
        step={1}
        value={value ?? ''}
        onChange={event => onChange(event.target.value === '' ? null : Math.trunc(Number(event.target.value)))}
      />
    </label>
  );
}
