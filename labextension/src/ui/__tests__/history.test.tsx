import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IDecision } from '../../core/types';
import { ExportPanel } from '../decisions/ExportPanel';
import { History } from '../decisions/History';
import { fileName } from '../model/saveFile';
import { RoomLife } from '../room/RoomLife';
import { ballot, FakeRoom, NOW, poll } from './fakes';
import { renderInRoom } from './render';

const decided = (seq: number, title: string): ReturnType<typeof poll> =>
  poll(seq, { title, state: 'decided', outcome: 'approved', resolved_at: NOW, seats: ['user:ann', 'user:gone'] });

function decision(seq: number, part: Partial<IDecision> = {}): IDecision {
  const { id, subject, title, detail, options, policy, seats, by, opened_at, hash } = decided(seq, 'Run it?');
  return { id, seq, subject, title, detail, options, policy, seats, by, opened_at, hash, state: 'decided', ...part };
}

function show(room: FakeRoom): void {
  renderInRoom(<History onDone={() => undefined} />, room);
}

let saved: string[] = [];
beforeEach(() => {
  saved = [];
  URL.createObjectURL = () => 'blob:file';
  URL.revokeObjectURL = () => undefined;
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  cleanup();
});

describe('the history of decisions', () => {
  it('shows the newest first and pages back from the oldest it has', async () => {
    const room = new FakeRoom({ polls: [poll(8), decided(9, 'Newest')] });
    const names = new Map([['user:gone', 'Gone Girl']]);
    room.audit.pages = [
      { polls: [decided(9, 'Newest'), decided(7, 'Second')], names, hasMore: true },
      { polls: [decided(2, 'Oldest')], names, hasMore: false }
    ];
    show(room);
    fireEvent.click(await screen.findByRole('button', { name: 'Older decisions' }));
    await screen.findByText('Approved: Oldest');
    const titles = screen.getAllByRole('listitem').map(item => item.querySelector('b')?.textContent);
    expect(titles).toEqual(['Approved: Newest', 'Approved: Second', 'Approved: Oldest']);
    expect(room.audit.calls).toEqual(['before undefined', 'before 7']);
    expect(screen.queryByRole('button', { name: 'Older decisions' })).toBeNull();
  });

  it('opens to who did what, when and why, on which bytes', async () => {
    const room = new FakeRoom({ polls: [decided(3, 'Run it?')] });
    const { id } = decided(3, '');
    room.audit.records[id] = {
      decision: decision(3, {
        asker: 'user:bob',
        hash: 'abc123',
        sponsor: 'user:ann',
        acts: [
          {
            seq: 4,
            at: NOW,
            by: 'user:gone',
            what: 'ballot',
            who: 'user:gone',
            choice: 'deny',
            reason: 'no',
            void: 'lost'
          },
          { seq: 5, at: NOW, by: 'user:ann', what: 'seat_lost', who: 'user:gone', reason: 'muted' },
          { seq: 6, at: NOW, by: 'user:ann', what: 'override', choice: 'approve', reason: 'urgent' },
          { seq: 7, at: NOW, by: 'user:ann', what: 'resolved', outcome: 'approved' },
          { seq: 8, at: NOW, by: 'system:host', what: 'claim', who: 'user:ann' },
          { seq: 9, at: NOW, by: 'system:host', what: 'effect', effect: 'failed', reason: 'target_changed' }
        ]
      }),
      names: { 'user:gone': 'Gone Girl' },
      prompt: { id: 'm1', state: 'redacted' }
    };
    show(room);
    fireEvent.click(await screen.findByRole('button', { name: /Run it/ }));
    const acts = within(await screen.findByRole('list', { name: 'What happened' })).getAllByRole('listitem');
    const told = acts.map(act => act.textContent?.replace(/^\S+( [AP]M)? /u, ''));
    expect(told).toEqual([
      'Gone Girl denied (did not count) no',
      'Gone Girl lost the right to vote: was muted',
      'You approved alone, as the owner urgent',
      ' Approved',
      'You took responsibility: it began',
      ' It failed: target_changed'
    ]);
    expect(screen.getByText('message redacted')).toBeTruthy();
    expect(screen.getByText('abc123')).toBeTruthy();
    expect(screen.getByText('runner, for Bob Baker')).toBeTruthy();
  });

  it('tells chosen options by their labels, one by one', async () => {
    const options = [
      { id: 'a', label: 'One, two' },
      { id: 'b', label: 'Three' }
    ];
    const asked = { ...decided(3, 'Which?'), subject: 'question' as const, options, outcome: 'a' };
    const room = new FakeRoom({ polls: [{ ...asked, ballots: new Map([['user:ann', ballot('a')]]) }] });
    const act = { seq: 4, at: NOW, by: 'user:bob', what: 'ballot' as const, who: 'user:bob', choice: 'a' };
    const end = { seq: 5, at: NOW, by: 'user:bob', what: 'resolved' as const, outcome: 'a' };
    const acts = [{ ...act, choices: ['a', 'b'], answers: { text: 'and more' } }, end];
    room.audit.records[asked.id] = { decision: decision(3, { subject: 'question', options, acts }), names: {} };
    show(room);
    fireEvent.click(await screen.findByRole('button', { name: /Which/ }));
    expect((await screen.findByRole('list', { name: 'What happened' })).textContent).toContain(
      'Bob Baker chose “One, two”, “Three”, “and more”'
    );
    expect(screen.getByText('Decided: “One, two”, “Three”', { exact: false })).toBeTruthy();
    expect(screen.getByText('all are asked')).toBeTruthy();
  });

  it('is saved as a file that a file system takes, and not by guests', async () => {
    const room = new FakeRoom({ polls: [decided(3, 'Run it?')] });
    show(room);
    fireEvent.click(await screen.findByRole('button', { name: 'CSV' }));
    await waitFor(() => expect(saved).toEqual(['Decisions of churn model.csv']));
    expect(room.audit.calls).toContain('file csv');
    cleanup();
    show(new FakeRoom({ me: 'guest:grace', polls: [decided(3, 'Run it?')] }));
    await screen.findByText('Approved: Run it?');
    expect(screen.queryByText('CSV')).toBeNull();
    expect(fileName('../a/b: "c"\u202e.exe')).toBe('a b c exe');
  });

  it('is saved beside the conversation', async () => {
    const room = new FakeRoom();
    renderInRoom(<ExportPanel onDone={() => undefined} />, room);
    fireEvent.click(screen.getByRole('button', { name: 'Notebook' }));
    await waitFor(() => expect(saved).toEqual(['churn model.ipynb']));
    const group = screen.getByRole('group', { name: 'Export decisions' });
    fireEvent.click(within(group).getByRole('button', { name: 'Markdown' }));
    await waitFor(() => expect(saved).toHaveLength(2));
    expect(room.audit.calls).toEqual(['conversation ipynb', 'file md']);
  });

  it('is offered before a room is deleted', async () => {
    renderInRoom(<RoomLife onDone={() => undefined} />, new FakeRoom());
    expect(screen.queryByText('Export decisions:')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Delete for everyone…' }));
    expect(screen.getByRole('group', { name: 'Export decisions' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'JSON Lines' }));
    await waitFor(() => expect(saved).toEqual(['Decisions of churn model.jsonl']));
  });
});
