/** An agent's card: how it is, what it is set to and has taken; adding one with settings. */
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { IRoomView } from '../../core/api';
import type { IAgent, IAgentSetting } from '../../core/types';
import { AddAgentButton } from '../agents/AddAgent';
import { AgentControls } from '../agents/AgentControls';
import type { IHost } from '../host';
import { ALL_COMMANDS, FakeRoom, NOW } from './fakes';
import { renderInRoom } from './render';

const ID = 'agent:model';
const SETTINGS: IAgentSetting[] = [
  { name: 'plan_mode', title: 'Plan first', kind: 'flag', default: false, help: 'Nothing before a plan.' },
  { name: 'temperature', title: 'Temperature', kind: 'number', default: null, min: 0, max: 2 },
  { name: 'context_messages', title: 'Context messages', kind: 'number', default: 50, step: 1 },
  {
    name: 'model',
    title: 'Model',
    kind: 'choice',
    default: '',
    choices: [
      { id: '', label: 'Default' },
      { id: 'large', label: 'large' }
    ]
  },
  { name: 'kernel', title: 'Kernel', kind: 'text', default: '' }
];
const NOW_SET = { plan_mode: true, temperature: null, context_messages: 20, model: 'large', kernel: '' };
const OFFER = { id: 'model', name: 'Model', description: 'Answers.', settings: SETTINGS, can_add: true };
const host: Partial<IHost> = { offeredAgents: [{ ...OFFER, budget: { per: 'day', tokens: 2000 } }] };

function card(agent: Partial<IAgent> = {}, part: Partial<IRoomView> = {}): FakeRoom {
  const one: IAgent = { name: 'Model', status: 'running', since: NOW, settings: NOW_SET, ...agent };
  const room = new FakeRoom({ agents: new Map([[ID, one]]), ...part });
  renderInRoom(<AgentControls id={ID} />, room, { host });
  return room;
}
const settings = (): string[] =>
  [...screen.getByRole('region', { name: 'Settings' }).querySelectorAll('dl > div')].map(row => row.textContent ?? '');
const button = (name: string): HTMLElement => screen.getByRole('button', { name });

describe("an agent's card", () => {
  it('shows everybody what it is set to, and only those who may a way to change it', () => {
    card({}, { can: new Set(['post_message']) });
    const shown = ['Plan firston', 'Temperatureleft open', 'Context messages20', 'Modellarge', 'Kernelleft open'];
    expect(settings()).toEqual(shown);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('changes all settings at once, from the next prompt on', async () => {
    const room = card();
    fireEvent.click(button('Change settings…'));
    expect(screen.getByRole('status').textContent).toContain('From the next prompt on');
    fireEvent.click(screen.getByLabelText('Plan first'));
    fireEvent.change(screen.getByLabelText('Temperature'), { target: { value: '0.5' } });
    fireEvent.change(screen.getByLabelText('Context messages'), { target: { value: '' } });
    fireEvent.change(screen.getByLabelText('Model'), { target: { value: '' } });
    fireEvent.click(button('Save'));
    const options = { plan_mode: false, temperature: 0.5, model: '', kernel: '' };
    expect(room.sent).toEqual([{ type: 'configure_agent', agent: ID, options }]);
    await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
  });

  it('says whose prompt keeps the old settings while a turn runs', () => {
    const turn = { turn: 't', holder: 'user:bob', message: 'm', since: NOW - 48_000, settings: NOW_SET, queue: [] };
    const room = card({}, { turns: new Map([[ID, turn]]) });
    expect(screen.getByText(/Busy with a prompt of Bob Baker · 0:48 · large · plan first/)).not.toBeNull();
    fireEvent.click(button('Change settings…'));
    expect(screen.getByRole('status').textContent).toContain('keeps the settings it began with');
    act(() => room.update({ can: new Set() }));
    expect(screen.queryByRole('form')).toBeNull();
  });

  it('takes it out of the room at the second click, and says first what goes with it', () => {
    const room = card();
    fireEvent.click(button('Take out…'));
    expect(room.sent).toEqual([]);
    expect(screen.getByRole('group').textContent).toContain('prompts that wait for it are cancelled');
    fireEvent.click(button('Take Model out of the room'));
    expect(room.sent).toEqual([{ type: 'remove_agent', agent: ID }]);
  });

  it('that failed says why, and what to do', () => {
    const room = card({ status: 'error', error: 'The endpoint does not answer.' });
    expect(screen.getByText('The endpoint does not answer.')).not.toBeNull();
    expect(screen.getByText(/^Start it again/)).not.toBeNull();
    act(() => room.update({ can: new Set() }));
    expect(screen.getByText('The owner or a moderator can start it again.')).not.toBeNull();
  });

  it('tells what it has taken of what it may', () => {
    card({ spent: { since: NOW, turns: 3, tokens: 1500, seconds: 90 } });
    const taken = screen.getByRole('region', { name: 'Taken so far' });
    expect(taken.textContent).toBe('Taken in this room, per day3 prompts1.5k of 2.0k tokens1.5 min of work');
    expect(within(taken).getByRole<HTMLMeterElement>('meter').value).toBe(0.75);
  });
});

describe('adding an agent', () => {
  const add = (): FakeRoom => {
    const room = new FakeRoom({ agents: new Map(), can: new Set(ALL_COMMANDS.split(' ')) });
    const others = { id: 'kept', name: 'Kept', description: 'For others.', settings: [], can_add: false };
    renderInRoom(<AddAgentButton />, room, { host: { offeredAgents: [OFFER, others] } });
    fireEvent.click(button('Add an agent'));
    return room;
  };

  it('leaves its settings to the server unless one looks at them', () => {
    const room = add();
    expect(screen.queryByLabelText('Model')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Add Kept' })).toBeNull();
    fireEvent.click(button('Add Model'));
    expect(room.sent).toEqual([{ type: 'add_agent', agent: 'model' }]);
  });

  it('takes them along', () => {
    const room = add();
    fireEvent.click(button('Settings of Model'));
    fireEvent.change(screen.getByLabelText('Model'), { target: { value: 'large' } });
    fireEvent.click(button('Add Model'));
    const options = { plan_mode: false, context_messages: 50, model: 'large', kernel: '' };
    expect(room.sent).toEqual([{ type: 'add_agent', agent: 'model', options }]);
  });
});
