/** Labelled fields of the inline forms. */
import { useEffect, useRef, type ReactElement } from 'react';

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
  onChange: (value: T) => void;
}

export function ChoiceField<T extends string>({ label, value, options, onChange }: IChoiceFieldProps<T>): ReactElement {
  return (
    <label>
      {label}
      <select className="cc-Input" value={value} onChange={event => onChange(event.target.value as T)}>
        {(Object.entries(options) as [T, string][]).map(([id, text]) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
