/** The composer: sending, drafts, mentions, and what it says about the room. */
import { act, fireEvent, screen } from '@testing-library/react';
import { createRef } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { Composer, type IComposerHandle } from '../composer/Composer';
import { writeDraft } from '../model/drafts';
import { FakeRoom, message, NOW, roomView, SETTINGS } from './fakes';
import { renderInRoom } from './render';

const field = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: 'Message' });
const type = (text: string): void => {
  fireEvent.change(field(), { target: { value: text } });
  field().setSelectionRange(text.length, text.length);
  fireEvent.select(field());
};

describe('Composer', () => {
  beforeEach(() => writeDraft('r1 composer', ''));

  const show = (room: FakeRoom, reply: string | null = null, sendWith: 'enter' | 'ctrl-enter' = 'enter'): void => {
    const settings = { ...SETTINGS, sendWith };
    renderInRoom(<Composer reply={reply} handle={null} />, room, { host: { settings } });
  };

  it('sends with Enter, breaks the line with Shift+Enter', () => {
    const room = new FakeRoom();
    show(room);
    type('hello');
    fireEvent.keyDown(field(), { key: 'Enter', shiftKey: true });
    expect(room.posts).toEqual([]);
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(room.posts).toEqual([{ body: 'hello', options: {} }]);
    expect(field().value).toBe('');
    expect(room.typing.at(-1)).toBe(false);
  });

  it('takes a message while the room is still opening: the outbox keeps it', () => {
    const room = new FakeRoom({ me: null, room: null, connection: { kind: 'connecting' } });
    show(room);
    type('early');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(room.posts).toEqual([{ body: 'early', options: {} }]);
    expect(field().value).toBe('');
  });

  it('sends with Ctrl+Enter only, by setting', () => {
    const room = new FakeRoom();
    show(room, null, 'ctrl-enter');
    type('hello');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(room.posts).toEqual([]);
    fireEvent.keyDown(field(), { key: 'Enter', ctrlKey: true });
    expect(room.posts).toHaveLength(1);
  });

  it('does not send what an input method is composing', () => {
    const room = new FakeRoom();
    show(room);
    type('こ');
    fireEvent.keyDown(field(), { key: 'Enter', isComposing: true });
    expect(room.posts).toEqual([]);
  });

  it('keeps a prompt that the room would refuse, and sends talk', () => {
    const turns = new Map([['agent:runner', { turn: 't', holder: 'user:bob', queue: [] }]]);
    const { room: info } = roomView();
    const room = new FakeRoom({ turns, room: info && { ...info, policy: { ...info.policy, prompts: 'refuse' } } });
    show(room);
    type('@runner now ');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(true);
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(room.posts).toEqual([]);
    expect(screen.getByTestId('cc-composer-hint').textContent).toContain('Bob Baker holds the turn');
    type('just talk');
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(room.posts).toEqual([{ body: 'just talk', options: {} }]);
  });

  it('begins a prompt for whoever asks about a message', () => {
    const handle = createRef<IComposerHandle>();
    renderInRoom(<Composer reply={null} handle={handle} />, new FakeRoom());
    type('why?');
    act(() => handle.current?.ask('runner'));
    expect(field().value).toBe('@runner why?');
    expect(document.activeElement).toBe(field());
    fireEvent.focus(field()); // which a browser tells by itself
    expect(screen.queryByRole('listbox')).toBeNull();
    type('why?');
    act(() => handle.current?.ask(null));
    fireEvent.focus(field());
    expect(field().value).toBe('@ why?');
    expect(screen.getByRole('listbox', { name: 'Mention' })).not.toBeNull();
  });

  it('addresses the agent that is mentioned or replied to', () => {
    const room = new FakeRoom({ messages: [message(1, 'agent:runner', 'done')] });
    show(room, 'message-1');
    type('again');
    fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    expect(room.posts[0].options).toEqual({ to: 'agent:runner', reply_to: 'message-1' });
  });

  it('completes a mention by keyboard instead of sending', () => {
    const room = new FakeRoom();
    show(room);
    type('ask @b');
    expect(screen.getAllByRole('option')).toHaveLength(1);
    fireEvent.keyDown(field(), { key: 'Enter' });
    expect(room.posts).toEqual([]);
    expect(field().value).toBe('ask @bob ');
    expect(screen.queryByRole('listbox')).toBeNull();
  });

  it('keeps the draft over unmounting', () => {
    const room = new FakeRoom();
    const first = renderInRoom(<Composer reply={null} handle={null} />, room);
    type('half a thought');
    first.unmount();
    show(room);
    expect(field().value).toBe('half a thought');
  });

  it('locks an observer out in one sentence', () => {
    show(new FakeRoom({ me: 'user:dee', can: new Set() }));
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.getByTestId('cc-composer-state').textContent).toContain('You observe this room.');
  });

  it('never loses a draft when it is locked later', () => {
    const room = new FakeRoom();
    show(room);
    type('half a thought');
    act(() => room.update({ closed: 'You were removed from this room.' }));
    expect(field().readOnly).toBe(true);
    expect(field().value).toBe('half a thought');
    expect(screen.getByTestId('cc-composer-state').textContent).toBe('You were removed from this room.');
  });

  it('says that a prompt would wait, and its place', () => {
    const queue = [{ message: 'm', holder: 'user:cyd', at: NOW }];
    show(new FakeRoom({ turns: new Map([['agent:runner', { turn: 't', holder: 'user:bob', queue }]]) }));
    expect(screen.getByTestId('cc-composer-hint').textContent).toBe('A prompt now waits as number 2');
  });

  it('tries again at once when asked', () => {
    const room = new FakeRoom({ connection: { kind: 'reconnecting', attempt: 3, retryAt: NOW + 4000 } });
    show(room);
    fireEvent.click(screen.getByRole('button', { name: 'Try now' }));
    expect(room.calls).toContain('reconnect');
  });

  it('opens a plain poll with the filled options', () => {
    const room = new FakeRoom();
    show(room);
    fireEvent.click(screen.getByRole('button', { name: 'Ask the room (poll)' }));
    fireEvent.change(screen.getByLabelText('Question'), { target: { value: 'Lunch?' } });
    fireEvent.change(screen.getByLabelText('Option 1'), { target: { value: 'Pizza' } });
    const submit = screen.getByRole<HTMLButtonElement>('button', { name: 'Ask the room' });
    expect(submit.disabled).toBe(true);
    fireEvent.change(screen.getByLabelText('Option 2'), { target: { value: 'Soup' } });
    expect(screen.getByLabelText('Option 3')).toBeTruthy();
    fireEvent.click(submit);
    expect(room.sent).toMatchObject([
      {
        type: 'open_poll',
        title: 'Lunch?',
        options: [
          { id: 'option-1', label: 'Pizza' },
          { id: 'option-2', label: 'Soup' }
        ]
      }
    ]);
  });
});
