/** Labelled fields of the inline forms. */
import { useEffect, useId, useRef, type ReactElement, type ReactNode } from 'react';

interface IHinted {
  label: string;
  /** What it means, in small letters. */
  hint?: string;
}

/** A field with its name above and its hint below. */
function Labelled({
  label,
  hint,
  children
}: IHinted & { children: (describedBy?: string) => ReactNode }): ReactElement {
  const hintId = useId();
  return (
    <div className="cc-Field">
      <label>
        {label}
        {children(hint ? hintId : undefined)}
      </label>
      {hint && <small id={hintId}>{hint}</small>}
    </div>
  );
}

interface ITextFieldProps extends IHinted {
  value: string;
  max: number;
  /** Takes the focus when the form opens. */
  first?: boolean;
  onChange: (value: string) => void;
}

export function TextField({ label, hint, value, max, first, onChange }: ITextFieldProps): ReactElement {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (first) {
      field.current?.focus();
    }
  }, [first]);
  return (
    <Labelled label={label} hint={hint}>
      {describedBy => (
        <input
          ref={field}
          className="cc-Input"
          aria-describedby={describedBy}
          maxLength={max}
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Labelled>
  );
}

interface IChoiceFieldProps<T extends string> extends IHinted {
  value: T;
  options: Record<T, string>;
  disabled?: boolean;
  onChange: (value: T) => void;
}

export function ChoiceField<T extends string>(props: IChoiceFieldProps<T>): ReactElement {
  const { label, hint, value, options, disabled, onChange } = props;
  return (
    <Labelled label={label} hint={hint}>
      {describedBy => (
        <select
          className="cc-Input"
          aria-describedby={describedBy}
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
      )}
    </Labelled>
  );
}

interface ICheckFieldProps extends IHinted {
  checked: boolean;
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

interface INumberFieldProps extends IHinted {
  /** Null: nothing is said. */
  value: number | null;
  min?: number;
  max?: number;
  /** 1: whole numbers, which is the default; `any`: others too. */
  step?: 1 | 'any';
  onChange: (value: number | null) => void;
}

export function NumberField(props: INumberFieldProps): ReactElement {
  const { label, hint, value, min, max, step = 1, onChange } = props;
  const change = (typed: string): void => {
    const number = Number(typed);
    onChange(typed === '' ? null : step === 1 ? Math.trunc(number) : number);
  };
  return (
    <Labelled label={label} hint={hint}>
      {describedBy => (
        <input
          className="cc-Input"
          type="number"
          aria-describedby={describedBy}
          min={min}
          max={max}
          step={step}
          value={value ?? ''}
          onChange={event => change(event.target.value)}
        />
      )}
    </Labelled>
  );
}
