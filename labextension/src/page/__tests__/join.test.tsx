import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IJoined } from '../../core';
import { JoinPage } from '../join/JoinPage';
import { takeSecret } from '../secret';
import { ANN, NOBODY, renderOnPage } from './world';

const JOINED: IJoined = { rooms: [{ id: 'r1', name: 'Room', role: 'observer' }], me: 'guest:g1', guest: true };

interface ISent {
  url: string;
  command: unknown;
}

let sent: ISent[];
let answer: { status: number; body: unknown };

beforeEach(() => {
  sent = [];
  answer = { status: 200, body: { ack: { seq: 1, ...JOINED } } };
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    sent.push({ url, command: (JSON.parse(init.body as string) as { command: unknown }).command });
    return Promise.resolve(Response.json(answer.body, { status: answer.status }));
  });
});

afterEach(() => vi.unstubAllGlobals());

function joinButton(): HTMLButtonElement {
  return screen.getByRole('button', { name: /^Join/ });
}

async function joinAsGil(): Promise<void> {
  await userEvent.type(screen.getByLabelText('Your name'), '  Gil ');
  await userEvent.click(joinButton());
}

describe('the secret', () => {
  it('is taken out of the address, which keeps the rest', () => {
    window.history.replaceState(null, '', '/user/x/collabchat/join?theme=dark#s3cret');
    expect(takeSecret()).toBe('s3cret');
    expect(window.location.href).toBe(`${window.location.origin}/user/x/collabchat/join?theme=dark`);
    expect(takeSecret()).toBeNull();
  });
});

describe('somebody with a link', () => {
  it('is told who sees what, and asked for a name, before anything is sent', () => {
    renderOnPage(<JoinPage config={NOBODY} secret="s3cret" onJoined={vi.fn()} />);
    expect(screen.getByText(/Everyone in the room sees the whole history, and so will you/)).toBeDefined();
    expect(joinButton().disabled).toBe(true);
    expect(sent).toEqual([]);
  });

  it('joins under the name', async () => {
    const onJoined = vi.fn();
    renderOnPage(<JoinPage config={NOBODY} secret="s3cret" onJoined={onJoined} />);
    await joinAsGil();
    expect(sent).toEqual([
      { url: `${NOBODY.baseUrl}api/collabchat/commands`, command: { type: 'join', secret: 's3cret', name: 'Gil' } }
    ]);
    expect(onJoined).toHaveBeenCalledExactlyOnceWith(expect.objectContaining(JOINED));
  });

  it('joins as who they are when they have a login', async () => {
    renderOnPage(<JoinPage config={ANN} secret="s3cret" onJoined={vi.fn()} />);
    expect(screen.queryByLabelText('Your name')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Join as Ann' }));
    expect(sent[0].command).toEqual({ type: 'join', secret: 's3cret' });
  });

  it('is told to open the whole link when its secret is missing', () => {
    renderOnPage(<JoinPage config={NOBODY} secret={null} onJoined={vi.fn()} />);
    expect(screen.getByRole('status').textContent).toContain('Open the whole link');
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('has nothing left to press when the link is dead', async () => {
    answer = { status: 410, body: { code: 'share/dead', message: 'Server words.' } };
    renderOnPage(<JoinPage config={NOBODY} secret="s3cret" onJoined={vi.fn()} />);
    await joinAsGil();
    expect((await screen.findByRole('status')).textContent).toBe(
      'This link does not work any more. Ask for a new one.'
    );
    expect(screen.queryByRole('button')).toBeNull();
  });

  it.each([
    [409, { code: 'room/full', message: 'Full.' }, 'The room is full'],
    [429, { code: 'rate/limited', message: 'Slow.', retry_after: 3.2 }, 'Wait 4 seconds, then try again.'],
    [409, { code: 'name/taken', message: 'Somebody here has this name.' }, 'Somebody here has this name.'],
    [502, null, 'The server does not answer. Try again.']
  ])('may try again after a refusal (%i)', async (status, body, sentence) => {
    answer = { status, body };
    renderOnPage(<JoinPage config={NOBODY} secret="s3cret" onJoined={vi.fn()} />);
    await joinAsGil();
    expect((await screen.findByRole('alert')).textContent).toContain(sentence);
    expect(joinButton().disabled).toBe(false);
    expect(screen.getByLabelText<HTMLInputElement>('Your name').value).toContain('Gil');
  });
});
