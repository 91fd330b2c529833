/** What one may do about a person, about a guest, and about oneself; who has seen what. */
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { IMember, IShare, ParticipantId } from '../../core/types';
import { SeenBy } from '../log/SeenBy';
import { MemberCard } from '../room/MemberCard';
import { FakeRoom, member, MEMBERS, message, Refused } from './fakes';
import { renderInRoom } from './render';

const GUEST = member('Gus', { kind: 'guest', via: 's1' });

function room(extra: [ParticipantId, IMember][] = []): FakeRoom {
  return new FakeRoom({ members: new Map([...MEMBERS, ...extra]) });
}

const press = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }));

describe('a member', () => {
  it('gets another role', () => {
    const here = room();
    renderInRoom(<MemberCard id="user:bob" />, here);
    const roles = within(screen.getByLabelText('Role')).getAllByRole('option');
    expect(roles.map(option => option.textContent)).toEqual(['moderator', 'collaborator', 'observer']);
    fireEvent.change(screen.getByLabelText('Role'), { target: { value: 'moderator' } });
    expect(here.sent).toEqual([{ type: 'set_role', who: 'user:bob', role: 'moderator' }]);
  });

  it('of an archived room gets less at most', () => {
    const here = room();
    here.update({ room: { ...here.getView().room!, archived: true } });
    renderInRoom(<MemberCard id="user:bob" />, here);
    const roles = within(screen.getByLabelText('Role')).getAllByRole('option');
    expect(roles.map(option => option.textContent)).toEqual(['collaborator', 'observer']);
  });

  it('who reads an archived room has no less to be given', () => {
    const here = room([['user:eve', member('Eve', { role: 'observer' })]]);
    here.update({ room: { ...here.getView().room!, archived: true } });
    renderInRoom(<MemberCard id="user:eve" />, here);
    expect(screen.queryByLabelText('Role')).toBeNull();
  });

  it('is muted, and told why that did not work', async () => {
    const here = room();
    here.refusal = new Refused('role/forbidden', 'Only a moderator may do this.');
    renderInRoom(<MemberCard id="user:bob" />, here);
    press('Mute');
    expect(here.sent).toEqual([{ type: 'mute', who: 'user:bob' }]);
    expect((await screen.findByRole('alert')).textContent).toBe('Only a moderator may do this.');
  });

  it('is removed for good', () => {
    const here = room();
    renderInRoom(<MemberCard id="user:bob" />, here);
    press('Remove…');
    fireEvent.click(screen.getByRole('checkbox', { name: 'and block' }));
    press('Remove Bob Baker');
    expect(here.sent).toEqual([{ type: 'remove_member', who: 'user:bob', block: true }]);
  });

  it('is left alone by those who may not', () => {
    const here = room();
    here.update({ me: 'user:cyd', can: new Set(['post_message']) });
    renderInRoom(<MemberCard id="user:bob" />, here);
    expect(screen.getAllByRole('button').map(button => button.getAttribute('aria-label'))).toEqual(['Close']);
  });
});

describe('a guest', () => {
  it('is called one, with the link they came by, and is never given the room', async () => {
    const here = room([['guest:g', GUEST]]);
    here.people.shared = [{ id: 's1', label: 'class' } as IShare];
    renderInRoom(<MemberCard id="guest:g" />, here);
    expect(screen.getByText('Guest')).toBeTruthy();
    expect(await screen.findByText('came by “class”')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Hand the room over…' })).toBeNull();
    const roles = within(screen.getByLabelText('Role')).getAllByRole('option');
    expect(roles.map(option => option.textContent)).toEqual(['collaborator', 'observer']);
  });

  it('does not tell others by which link', () => {
    const here = room([['guest:g', GUEST]]);
    here.people.shared = [{ id: 's1', label: 'class' } as IShare];
    here.update({ me: 'user:bob', can: new Set(['post_message']) });
    renderInRoom(<MemberCard id="guest:g" />, here);
    expect(screen.queryByText(/came by/)).toBeNull();
  });
});

describe('my own card', () => {
  it('changes my name in this room', async () => {
    const here = room();
    renderInRoom(<MemberCard id="user:ann" />, here);
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'My name in this room' });
    expect(screen.queryByRole('button', { name: 'Change' })).toBeNull();
    fireEvent.change(field, { target: { value: ' Annie ' } });
    press('Change');
    expect(here.sent).toEqual([{ type: 'set_nickname', name: 'Annie' }]);
    here.update({ members: new Map([...MEMBERS, ['user:ann', member('Annie', { role: 'owner' })]]) });
    await waitFor(() => expect(field.value).toBe('Annie'));
    expect(screen.queryByRole('button', { name: 'Change' })).toBeNull();
  });

  it('says why a name was refused', async () => {
    const here = room();
    here.refusal = new Refused('name/taken', 'Somebody here goes by that name.');
    renderInRoom(<MemberCard id="user:ann" />, here);
    fireEvent.change(screen.getByRole('textbox'), { target: { value: 'Bob' } });
    press('Change');
    expect((await screen.findByRole('alert')).textContent).toBe('Somebody here goes by that name.');
  });
});

describe('seen by', () => {
  const seen = (receipts: [ParticipantId, number][], extra: [ParticipantId, IMember][] = []): string | null => {
    const mine = message(5, 'user:ann', 'hello');
    const here = room(extra);
    here.update({ messages: [message(4, 'user:ann', 'before'), mine], receipts: new Map(receipts) });
    renderInRoom(<SeenBy message={mine} />, here);
    return screen.queryByTestId('cc-seen-by')?.textContent ?? null;
  };

  it('names those who read my newest message, never me nor those who left', () => {
    const read: [ParticipantId, number][] = [
      ['user:ann', 9],
      ['user:cyd', 5],
      ['user:bob', 7],
      ['user:dee', 4],
      ['user:gone', 5]
    ];
    expect(seen(read, [['user:gone', member('Gone', { role: 'left' })]])).toBe('Seen by Bob Baker, Cyd Cole');
  });

  it('counts those for whom there is no room', () => {
    const more = ['eve', 'fay'].map(name => [`user:${name}`, member(name)] as [ParticipantId, IMember]);
    const read = ['bob', 'cyd', 'dee', 'eve', 'fay'].map(name => [`user:${name}`, 5] as [ParticipantId, number]);
    expect(seen(read, more)).toBe('Seen by Bob Baker, Cyd Cole, Dee Drew +2');
  });

  it('is not said of what nobody read', () => {
    expect(seen([['user:bob', 4]])).toBeNull();
  });
});
