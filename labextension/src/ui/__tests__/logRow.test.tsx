/** Rows of the log over time: what a pending message becomes. */
import { fireEvent, screen } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { LogRow } from '../log/LogRow';
import type { Row } from '../model/grouping';
import { FakeRoom, message } from './fakes';
import { renderInRoom } from './render';

function Arriving({ rows }: { rows: [Row, Row] }): ReactElement {
  const [at, setAt] = useState(0);
  return (
    <>
      <button onClick={() => setAt(1)}>arrive</button>
      <LogRow row={rows[at]} editing={null} flashed={false} />
    </>
  );
}

describe('a row', () => {
  it('of mine that arrived is shown as a message, though its key stays', () => {
    const pending = { id: 'message-1', body: 'hello', at: 0, failure: null };
    const rows: [Row, Row] = [
      { kind: 'pending', key: 'message-1', pending, head: true },
      { kind: 'message', key: 'message-1', message: message(1, 'user:ann', 'hello'), head: true }
    ];
    renderInRoom(<Arriving rows={rows} />, new FakeRoom());
    expect(screen.getByTestId('cc-pending').textContent).toContain('hello');
    fireEvent.click(screen.getByText('arrive'));
    expect(screen.queryByTestId('cc-pending')).toBeNull();
    expect(screen.getByTestId('cc-message').textContent).toContain('hello');
  });

  it('of an answer that somebody stopped says who', () => {
    const stopped = { ...message(1, 'agent:runner', 'so far'), status: 'cancelled' as const };
    const usage = { response_ms: 4200 };
    const row = (stopped_by: string): Row => ({
      kind: 'message',
      key: 'message-1',
      message: { ...stopped, usage, stopped_by },
      head: true
    });
    renderInRoom(<Arriving rows={[row('user:bob'), row('user:ann')]} />, new FakeRoom());
    expect(screen.getByTestId('cc-usage').textContent).toBe('stopped by Bob Baker · 4.2 s');
    fireEvent.click(screen.getByText('arrive'));
    expect(screen.getByTestId('cc-usage').textContent).toBe('stopped by you · 4.2 s');
  });

  it('that replies to a redacted message says so', () => {
    const redacted = { ...message(1, 'user:bob', ''), status: 'redacted' as const };
    const reply = { ...message(2, 'user:ann', 'I agree'), reply_to: 'message-1' };
    const row: Row = { kind: 'message', key: 'message-2', message: reply, head: true };
    renderInRoom(<LogRow row={row} editing={null} flashed={false} />, new FakeRoom({ messages: [redacted, reply] }));
    expect(screen.getByRole('button', { name: 'Bob Baker (redacted)' })).not.toBeNull();
  });
});
