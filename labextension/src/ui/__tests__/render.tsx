/** Mounts a component the way a surface does: inside a host and a room. */
import { render, type RenderResult } from '@testing-library/react';
import type { ReactElement } from 'react';
import type { IHost } from '../host';
import { HostProvider } from '../hooks/host';
import { RoomProvider, type IRoomActions } from '../hooks/room';
import { fakeHost, type FakeRoom } from './fakes';

export const noActions: IRoomActions = {
  jumpTo: () => undefined,
  replyTo: () => undefined,
  ask: () => undefined,
  edit: () => undefined,
  focusComposer: () => undefined,
  showMember: () => undefined,
  openTask: () => undefined,
  openRoom: () => undefined
};

export function renderInRoom(
  element: ReactElement,
  room: FakeRoom,
  part: { host?: Partial<IHost>; actions?: Partial<IRoomActions> } = {}
): RenderResult {
  const actions = { ...noActions, ...part.actions };
  const host = fakeHost(part.host);
  return render(
    <HostProvider host={host}>
      <RoomProvider client={room} actions={actions}>
        {element}
      </RoomProvider>
    </HostProvider>
  );
}
