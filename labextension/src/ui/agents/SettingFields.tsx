/** The fields of an agent's settings, as its offer describes them. */
import type { ReactElement } from 'react';
import type { IAgentSetting } from '../../core/types';
import type { SettingInput, SettingsForm } from '../model/agentSettings';
import { CheckField, ChoiceField, NumberField, TextField } from '../parts/Fields';

const LONGEST = 300;

interface ISettingFieldsProps {
  settings: readonly IAgentSetting[];
  form: SettingsForm;
  onChange: (form: SettingsForm) => void;
}

export function SettingFields({ settings, form, onChange }: ISettingFieldsProps): ReactElement {
  return (
    <>
      {settings.map(setting => (
        <SettingField
          key={setting.name}
          setting={setting}
          value={form[setting.name]}
          onChange={value => onChange({ ...form, [setting.name]: value })}
        />
      ))}
    </>
  );
}

interface ISettingFieldProps {
  setting: IAgentSetting;
  value: SettingInput;
  onChange: (value: SettingInput) => void;
}

function SettingField({ setting, value, onChange }: ISettingFieldProps): ReactElement {
  const { title: label, help: hint, min, max, step } = setting;
  const text = value === null ? '' : String(value);
  switch (setting.kind) {
    case 'flag':
      return <CheckField label={label} hint={hint} checked={value === true} onChange={onChange} />;
    case 'choice':
      return (
        <ChoiceField label={label} hint={hint} value={text} options={optionsOf(setting, text)} onChange={onChange} />
      );
    case 'number': {
      const number = typeof value === 'number' ? value : null;
      const bounds = { min, max, step: step === 1 ? 1 : 'any' } as const;
      return <NumberField label={label} hint={hint} value={number} {...bounds} onChange={onChange} />;
    }
    case 'text':
      return <TextField label={label} hint={hint} value={text} max={LONGEST} onChange={onChange} />;
  }
}

/** What is set now stays a choice, also where the server no longer offers it. */
function optionsOf({ choices = [] }: IAgentSetting, current: string): Record<string, string> {
  const offered = Object.fromEntries(choices.map(({ id, label }) => [id, label]));
  return current in offered ? offered : { [current]: current, ...offered };
}
