/** The composer of somebody who does not hold the turn, in a room that refuses prompts meanwhile: docs/proofs.md, T21. */
import { act, fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionState } from '../../core/api';
import { Composer } from '../composer/Composer';
import { writeDraft } from '../model/drafts';
import { FakeRoom, NOW, roomView } from './fakes';
import { renderInRoom } from './render';

const HELD = new Map([['agent:runner', { turn: 't', holder: 'user:bob', queue: [] }]]);
const AWAY: ConnectionState = { kind: 'reconnecting', attempt: 1, retryAt: NOW + 1000 };
const HERE: ConnectionState = { kind: 'connected', latencyMs: 3 };

const field = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: 'Message' });
const locked = (): boolean => screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled;

describe('a prompt written while somebody else holds the turn', () => {
  beforeEach(() => writeDraft('r1 composer', ''));

  it('is kept from the beginning of the turn to its end, and sent then', () => {
    const { room: info } = roomView();
    const room = new FakeRoom({ room: info && { ...info, policy: { ...info.policy, prompts: 'refuse' } } });
    renderInRoom(<Composer reply={null} handle={null} />, room);
    fireEvent.change(field(), { target: { value: '@runner now ' } });
    expect(locked()).toBe(false);
    act(() => room.update({ turns: HELD }));
    expect(locked()).toBe(true);
    expect(screen.getByTestId('cc-composer-hint').textContent).toContain('Bob Baker holds the turn');
    act(() => room.update({ connection: AWAY }));
    act(() => room.update({ connection: HERE }));
    expect(locked()).toBe(true);
    act(() => room.update({ connection: AWAY }));
    act(() => room.update({ connection: HERE, turns: new Map() })); // the turn ended while this page was away
    expect(locked()).toBe(false);
    expect(field().value).toBe('@runner now ');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(room.posts.map(({ body }) => body.trim())).toEqual(['@runner now']);
  });
});
