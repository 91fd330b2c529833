/** The poll card: what it shows, what it sends, when it holds back. */
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IPollView } from '../../core/api';
import { PollCard } from '../polls/PollCard';
import { ballot, FakeRoom, poll, Refused } from './fakes';
import { renderInRoom } from './render';

const show = (part: Partial<IPollView> = {}, room = new FakeRoom()): FakeRoom => {
  renderInRoom(<PollCard poll={poll(1, part)} flashed={false} />, room);
  return room;
};
const card = (): HTMLElement => screen.getByRole('group', { name: 'Vote: Run this code?' });
const passInertTime = (): void =>
  act(() => {
    vi.advanceTimersByTime(500);
  });

describe('PollCard', () => {
  beforeEach(() => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('shows what would run, the rule, and each voter by name', () => {
    show({ ballots: new Map([['user:bob', ballot('deny', { reason: 'Use a copy.' })]]) });
    expect(card().textContent).toContain('df = df.drop_duplicates()');
    expect(card().textContent).toContain('2 lines, 33 bytes');
    expect(screen.getByTestId('cc-tally').textContent).toBe('0 of 3 · all must approve');
    const rows = screen.getAllByRole('listitem').map(item => item.textContent);
    expect(rows[0]).toContain('Youwaiting for you');
    expect(rows[1]).toContain('✗ denied');
    expect(rows[1]).toContain('Use a copy.');
    expect(rows[3]).toContain('Dee Drewobserves');
  });

  it('shows arguments as text, never as markup', () => {
    show({ detail: '<img src=x onerror=alert(1)>' });
    expect(card().querySelector('img')).toBeNull();
    expect(card().textContent).toContain('<img src=x onerror=alert(1)>');
  });

  it('ignores a click on Approve for the first half second', () => {
    const room = show();
    fireEvent.click(screen.getByRole('button', { name: 'Approve' }));
    expect(room.sent).toEqual([]);
    passInertTime();
    fireEvent.click(screen.getByRole('button', { name: 'Approve' }));
    expect(room.sent).toMatchObject([{ type: 'cast_ballot', poll: 'poll-1', choice: 'approve', hash: 'h1' }]);
    expect(room.sent[0]).toHaveProperty('ballot_id', expect.stringMatching(/^[\w-]{8,64}$/));
    expect(room.sent[0]).not.toHaveProperty('replaces');
  });

  it('never has the focus by itself', () => {
    show();
    expect(card().contains(document.activeElement)).toBe(false);
  });

  it('denies with a reason by keyboard, and keeps the reason when refused', async () => {
    const room = new FakeRoom();
    room.refusal = new Refused('poll/stale', 'The vote has changed; look again.');
    show({}, room);
    fireEvent.keyDown(card(), { key: 'd' });
    const field = screen.getByRole('textbox', { name: /Why not/ });
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: 'Use a copy.' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(screen.getByRole('alert').textContent).toBe('The vote has changed; look again.'));
    expect(room.sent).toMatchObject([{ choice: 'deny', reason: 'Use a copy.' }]);
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: /Why not/ }).value).toBe('Use a copy.');
    room.refusal = null;
    fireEvent.click(screen.getByRole('button', { name: 'Deny' }));
    await waitFor(() => expect(screen.queryByRole('textbox')).toBeNull());
  });

  it('approves with A only after the inert time, and not while typing', () => {
    const room = show();
    fireEvent.keyDown(card(), { key: 'a' });
    expect(room.sent).toEqual([]);
    passInertTime();
    fireEvent.keyDown(screen.getByRole('button', { name: 'Approve' }), { key: 'a' });
    expect(room.sent).toEqual([]);
    fireEvent.keyDown(card(), { key: 'a' });
    expect(room.sent).toHaveLength(1);
  });

  it('replaces my ballot when I change my mind', () => {
    const room = show({ ballots: new Map([['user:ann', ballot('deny')]]) });
    passInertTime();
    fireEvent.click(screen.getByRole('button', { name: 'Approve' }));
    expect(room.sent).toMatchObject([{ choice: 'approve', replaces: 'ballot-deny' }]);
  });

  it('lets me approve again where enough approvals do not settle it', () => {
    const ballots = new Map(['user:ann', 'user:bob', 'user:cyd'].map(id => [id, ballot('approve')]));
    const room = show({ ballots, needs: 'ballot' });
    expect(card().textContent).toContain('must approve again');
    passInertTime();
    fireEvent.click(screen.getByRole('button', { name: 'Approve again' }));
    expect(room.sent).toMatchObject([{ choice: 'approve', replaces: 'ballot-approve' }]);
  });

  it('asks whoever may run it where the owner alone decides, and nobody before', () => {
    const bob = (part: Partial<IPollView> = {}): FakeRoom =>
      show({ policy: 'owner', ...part }, new FakeRoom({ me: 'user:bob' }));
    bob();
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    expect(card().textContent).not.toContain('Enough approvals');
    cleanup();
    bob({ ballots: new Map([['user:ann', ballot('approve')]]), needs: 'sponsor' });
    expect(card().textContent).toContain('someone who may run this here');
    expect(screen.queryByRole('button', { name: 'Approve' })).not.toBeNull();
  });

  it('gives no buttons to an observer', () => {
    show({}, new FakeRoom({ me: 'user:dee', can: new Set(['mark_read']) }));
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    expect(card().textContent).toContain('you observe');
  });

  it('asks the owner for a reason before deciding alone', () => {
    const room = show();
    fireEvent.click(screen.getByRole('button', { name: 'Decide alone…' }));
    const submit = screen.getByRole<HTMLButtonElement>('button', { name: 'Deny alone' });
    expect(submit.disabled).toBe(true);
    fireEvent.change(screen.getByRole('textbox'), { target: { value: 'Too risky.' } });
    fireEvent.click(submit);
    expect(room.sent).toEqual([{ type: 'override_poll', poll: 'poll-1', choice: 'deny', reason: 'Too risky.' }]);
  });

  it('folds to one line after the outcome and keeps the reason', () => {
    const ballots = new Map([['user:bob', ballot('deny', { reason: 'Use a copy.' })]]);
    show({ state: 'decided', outcome: 'denied', ballots });
    expect(card().textContent).toContain('Denied: Run this code?');
    expect(card().textContent).toContain('by Bob Baker');
    expect(card().textContent).toContain('Use a copy.');
    expect(card().textContent).not.toContain('drop_duplicates');
    fireEvent.click(screen.getByRole('button', { expanded: false }));
    expect(card().textContent).toContain('drop_duplicates');
  });

  it('says honestly that an outcome is unknown', () => {
    show({ state: 'decided', outcome: 'approved', effect: 'unknown' });
    expect(card().textContent).toContain('it was not run again');
  });

  it('takes a choice in a plain poll', () => {
    const options = [
      { id: 'a', label: 'Pizza' },
      { id: 'b', label: 'Soup' }
    ];
    const room = show({ subject: 'plain', detail: '', hash: undefined, policy: 'majority', options });
    fireEvent.click(screen.getByLabelText('Soup'));
    fireEvent.click(screen.getByRole('button', { name: 'Vote' }));
    expect(room.sent).toMatchObject([{ type: 'cast_ballot', choice: 'b' }]);
    expect(room.sent[0]).not.toHaveProperty('hash');
  });

  it('takes several options where a question does, and says who is awaited', () => {
    const options = [
      { id: 'a', label: 'Bars' },
      { id: 'b', label: 'Lines' },
      { id: 'other', label: 'Something else' }
    ];
    const ballots = new Map([['user:bob', ballot('a', { choices: ['a', 'b'] })]]);
    const question = { subject: 'question', detail: '', hash: undefined, multiple: true, options, ballots } as const;
    const room = show(question);
    expect(screen.getByLabelText(/^Bars/).closest('label')?.textContent).toContain('1 · Bob Baker');
    expect(screen.getByLabelText(/^Lines/).closest('label')?.textContent).toContain('1 · Bob Baker');
    expect(card().textContent).toContain('Waiting for: You, Cyd Cole');
    fireEvent.click(screen.getByLabelText(/^Something else/));
    fireEvent.click(screen.getByLabelText(/^Lines/));
    fireEvent.change(screen.getByRole('textbox', { name: 'Your answer' }), { target: { value: ' both ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Answer' }));
    const answers = { 'Run this code?': 'both' };
    expect(room.sent).toMatchObject([{ choice: 'b', choices: ['b', 'other'], answers }]);
    cleanup();
    show({ ...question, state: 'decided', outcome: 'a' });
    expect(card().textContent).toContain('Run this code? “Bars”, “Lines”');
  });

  it('takes words where a question offers nothing to choose, and puts equal ones together', () => {
    const options = [{ id: 'answer', label: 'Answer' }];
    const ballots = new Map([
      ['user:bob', ballot('answer', { answers: { text: 'a.csv, b.csv' } })],
      ['user:cyd', ballot('answer', { answers: { other: 'a.csv, b.csv' } })]
    ]);
    const room = show({ id: 'free', subject: 'question', detail: '', hash: undefined, options, ballots });
    expect(screen.queryByRole('radio')).toBeNull();
    expect(card().textContent).toContain('a.csv, b.csv Bob Baker, Cyd Cole');
    expect(screen.getByRole('button', { name: 'Answer' }).hasAttribute('disabled')).toBe(true);
    fireEvent.change(screen.getByRole('textbox', { name: 'Your answer' }), { target: { value: 'c.csv' } });
    fireEvent.click(screen.getByRole('button', { name: 'Answer' }));
    expect(room.sent).toMatchObject([{ choice: 'answer', answers: { 'Run this code?': 'c.csv' } }]);
    cleanup();
    const over = { id: 'free', subject: 'question', state: 'decided', detail: '', options } as const;
    show({ ...over, outcome: 'answer', ballots });
    expect(card().textContent).toContain('Run this code? a.csv, b.csv');
    cleanup();
    show({ ...over, outcome: 'expired', reason: 'not everybody answered in time', ballots });
    expect(card().textContent).toContain('a.csv, b.csv Bob Baker, Cyd Cole');
  });

  it('lists the steps of a plan', () => {
    show({ subject: 'plan', detail: '1. Look\nclosely\n2. Draw\u202e', hash: undefined });
    const steps = [...card().querySelectorAll('ol > li')].map(step => step.textContent);
    expect(steps).toEqual(['Look\nclosely', 'Draw\\u202e']);
    cleanup();
    show({ subject: 'plan', detail: 'Just do it', hash: undefined });
    expect(card().querySelector('pre')?.textContent).toBe('Just do it');
  });

  it('shows a change by sign and number, and the full arguments beside it', () => {
    const diff = '--- before\n+++ after\n@@ -1 +1 @@\n-x = 1\n+x = 2';
    const detail = JSON.stringify({ tool: 'edit_cell', arguments: { source: 'x = 2', diff }, target: {} });
    show({ subject: 'write', detail });
    const lines = [...card().querySelectorAll<HTMLElement>('.cc-Diff-line')].slice(3);
    expect(lines.map(line => [line.dataset.line, line.textContent])).toEqual([
      ['1', '-x = 1'],
      ['1', '+x = 2']
    ]);
    expect(card().textContent).toContain('source x = 2');
    fireEvent.click(screen.getByRole('button', { name: 'Show as stored' }));
    expect(card().querySelector('pre')?.textContent).toBe(detail);
  });

  it('takes no key that is held down', () => {
    const room = show();
    passInertTime();
    fireEvent.keyDown(card(), { key: 'a', repeat: true });
    expect(room.sent).toEqual([]);
  });
});
