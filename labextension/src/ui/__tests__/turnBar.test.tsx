/** The turn bar: who asks whom, for how long by the server's clock, with what, and who waits. */
import { act, fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { RoomClient } from '../../core/room';
import { Server } from '../../core/server';
import { connect, Host } from '../../core/__tests__/kit/host';
import { BASE, World } from '../../core/__tests__/kit/world';
import type { IRoomClient } from '../../core/api';
import type { ITurn } from '../../core/types';
import { TurnBars } from '../composer/TurnBar';
import { FakeRoom, message, NOW } from './fakes';
import { renderInRoom } from './render';

const HOUR = 3_600_000;

function turn(part: Partial<ITurn> = {}): ReadonlyMap<string, ITurn> {
  const held = { turn: 't1', holder: 'user:bob', message: 'message-1', since: NOW - 48_000 };
  return new Map([['agent:runner', { ...held, queue: [], ...part }]]);
}

describe('the turn bar', () => {
  it('says who asks, since when, with which model, and whether a plan comes first', () => {
    const settings = { model: 'large', plan_mode: true, context_messages: 20 };
    renderInRoom(<TurnBars />, new FakeRoom({ turns: turn({ settings }) }));
    expect(screen.getByTestId('cc-turn-bar').textContent).toBe(
      'Bob Baker is asking runner · large · plan first0:48Stop'
    );
  });

  it('T54 counts by the clock of the server, however wrong that of this machine is', async () => {
    const world = new World();
    const client = new RoomClient('r1', new Server({ baseUrl: BASE }, world), world);
    await connect(world, new Host(3)); // whose welcome says 2,000,000 where this machine says 1,000,000
    expect(client.serverNow()).toBe(2_000_000);
    const room = new FakeRoom({ turns: turn({ since: 2_000_000 - 65_000 }) });
    renderInRoom(<TurnBars />, withClockOf(room, client));
    expect(screen.getByText('1:05')).not.toBeNull();
    world.time += 3 * HOUR; // its clock is set anew; the server's pong corrects it
    const socket = world.socket;
    await world.advance(15_000);
    socket.text({ pong: socket.up('ping').at(-1)?.ping, now: 2_005_000 });
    act(() => room.update({ turns: turn({ since: client.serverNow() - 70_000 }) }));
    expect(screen.getByText('1:10')).not.toBeNull();
  });

  it('gives Stop to the holder and to moderators, to nobody else', () => {
    const room = new FakeRoom({ turns: turn(), me: 'user:cyd' });
    renderInRoom(<TurnBars />, room);
    expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
    act(() => room.update({ me: 'user:bob' }));
    fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(room.sent).toEqual([{ type: 'stop_turn', turn: 't1' }]);
  });

  it('lists who waits, in order, each with a way back for those who may', () => {
    const queue = [
      { message: 'message-2', holder: 'user:ann', at: NOW },
      { message: 'message-3', holder: 'user:cyd', at: NOW }
    ];
    const messages = [message(2, 'user:ann', 'mine'), message(3, 'user:cyd', 'theirs')];
    const room = new FakeRoom({ turns: turn({ queue }), messages, me: 'user:cyd' });
    renderInRoom(<TurnBars />, room);
    expect(screen.getAllByTestId('cc-queued-prompt').map(row => row.textContent)).toEqual([
      '1Ann Archer mine',
      '2You theirsCancel'
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(room.sent).toEqual([{ type: 'cancel_prompt', message: 'message-3' }]);
  });
});

function withClockOf(room: FakeRoom, clock: Pick<IRoomClient, 'serverNow'>): FakeRoom {
  room.serverNow = () => clock.serverNow();
  return room;
}
