/** An agent's settings in a room: in words for everybody, and as a form for those who may change them. Pure. */
import type { IAgentSetting } from '../../core/types';
import type { IWords } from '../host';

export type Settings = Readonly<Record<string, unknown>>;
/** Null: left open. */
export type SettingInput = string | number | boolean | null;
export type SettingsForm = Readonly<Record<string, SettingInput>>;

/** What a form starts from: what is set, else what holds unless set. */
export function formOf(offered: readonly IAgentSetting[], settings: Settings): SettingsForm {
  return Object.fromEntries(offered.map(setting => [setting.name, inputOf(settings[setting.name], setting)]));
}

function inputOf(value: unknown, setting: IAgentSetting): SettingInput {
  const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return known ? value : (setting.default ?? null);
}

/** What is sent: all settings, also those that no form shows; what was left open is left to the server. */
export function optionsOf(form: SettingsForm, settings: Settings): Record<string, unknown> {
  const all = Object.entries({ ...settings, ...form });
  return Object.fromEntries(all.filter(([, value]) => value !== null && value !== undefined));
}

export interface ISettingWords {
  title: string;
  text: string;
}

/** What holds now, each setting in words; those that this server does not describe to me by their bare names. */
export function settingWords(offered: readonly IAgentSetting[], settings: Settings, words: IWords): ISettingWords[] {
  const known = offered.map(setting => ({
    title: setting.title,
    text: valueWords(inputOf(settings[setting.name], setting), setting, words)
  }));
  return offered.length > 0 ? known : bareWords(settings, words);
}

function valueWords(value: SettingInput, setting: IAgentSetting, words: IWords): string {
  if (typeof value === 'boolean') {
    return onOff(value, words);
  }
  const label = setting.choices?.find(choice => choice.id === value)?.label;
  return label ?? (value === null || value === '' ? words.__('left open') : String(value));
}

function bareWords(settings: Settings, words: IWords): ISettingWords[] {
  return Object.entries(settings)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => ({ title: name.replaceAll('_', ' '), text: bareValue(value, words) }));
}

function bareValue(value: unknown, words: IWords): string {
  if (typeof value === 'boolean') {
    return onOff(value, words);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function onOff(value: boolean, words: IWords): string {
  return value ? words.__('on') : words.__('off');
}

/** What a running turn works with, beside its holder: the model, the mode, and whether a plan comes first. */
export function turnWords(settings: Settings, words: IWords): string {
  const named = [settings.model, settings.mode].filter(value => typeof value === 'string' && value !== '');
  return [...named, settings.plan_mode === true && words.__('plan first')].filter(Boolean).join(' · ');
}
