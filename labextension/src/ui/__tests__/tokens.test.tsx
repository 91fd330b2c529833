/** Access tokens: making one, its secret this once, revoking. */
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { IRoomSummary } from '../../core/types';
import { HostProvider } from '../hooks/host';
import { pythonExample } from '../model/tokens';
import { TokensView } from '../tokens/TokensView';
import { FakeTokens } from './fakePeople';
import { fakeHost } from './fakes';

let tokens: FakeTokens;

const rooms = [
  { id: 'r1', name: 'churn' },
  { id: 'r2', name: 'review' }
] as IRoomSummary[];

function open(): void {
  render(
    <HostProvider host={fakeHost({ actions: { copy: () => undefined, serverUrl: 'http://x/' } })}>
      <TokensView tokens={tokens} rooms={rooms} onBack={() => undefined} />
    </HostProvider>
  );
}

beforeEach(() => {
  tokens = new FakeTokens();
});

describe('access tokens', () => {
  it('are made for rooms one chooses, and shown once with an example', async () => {
    open();
    expect(await screen.findByText('You have no access token.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'New token' }));
    const make = screen.getByRole<HTMLButtonElement>('button', { name: 'Make a token' });
    fireEvent.change(screen.getByLabelText('What it is for'), { target: { value: 'nightly' } });
    expect(make.disabled).toBe(true);
    fireEvent.click(screen.getByRole('checkbox', { name: 'review' }));
    fireEvent.change(screen.getByLabelText('It may'), { target: { value: 'ask' } });
    fireEvent.click(make);
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Access token' });
    expect(field.value).toBe('cc_secret');
    expect(tokens.minted[0]).toMatchObject({ label: 'nightly', rooms: ['r2'], scope: 'ask' });
    expect(screen.getByText(/connect_sync\("http:\/\/x\/", "r2", token="cc_secret"\)/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Done' }));
    expect(screen.queryByDisplayValue('cc_secret')).toBeNull();
  });

  it('are listed and revoked', async () => {
    const expires_at = Date.now() + 3 * 24 * 3_600_000;
    tokens.tokens = [{ id: 't1', label: 'nightly', rooms: ['r1', 'gone'], scope: 'post', expires_at, created_at: 1 }];
    open();
    expect(await screen.findByText('read and post · in churn, a room you are not in · ends in 3 days')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Revoke “nightly”' }));
    await waitFor(() => expect(screen.queryByText('nightly')).toBeNull());
    expect(tokens.revoked).toEqual(['t1']);
  });

  it('are used in three lines of Python', () => {
    expect(pythonExample('http://x/', 'r"1', 's').split('\n')).toHaveLength(3);
    expect(pythonExample('http://x/', 'r"1', 's')).toContain('"r\\"1"');
  });
});
