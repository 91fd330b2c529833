/** A page for tests: real parts at an invented address. */
import { render, type RenderResult } from '@testing-library/react';
import type { ReactElement } from 'react';
import type { ILobbyView } from '../../core/api';
import type { IMe, IRoomSummary } from '../../core/types';
import { FakeLobby, ME } from '../../ui/__tests__/fakes';
import type { IPageConfig } from '../config';
import { PageHost } from '../host';
import { makePage } from '../page';

export const NOBODY: IPageConfig = { baseUrl: `${window.location.origin}/user/x/`, user: null, labUrl: null };
export const ANN: IPageConfig = { ...NOBODY, user: { id: 'user:ann', name: 'Ann' }, labUrl: '/user/x/lab' };
export const GUEST: IMe = { ...ME, id: 'guest:g1', kind: 'guest', name: 'Gil', can_create_rooms: false, agents: [] };

export function summary(id: string, part: Partial<IRoomSummary> = {}): IRoomSummary {
  return {
    id,
    name: `Room ${id}`,
    topic: '',
    visibility: 'private',
    scope: null,
    owner: 'user:ann',
    owner_name: 'Ann',
    member: true,
    members: 2,
    online: 1,
    collaboration: true,
    archived: false,
    unread: 0,
    mentions: 0,
    ...part
  };
}

export function lobbyView(part: Partial<ILobbyView> = {}): ILobbyView {
  return new FakeLobby({ me: GUEST, ...part }).getView();
}

export function renderOnPage(element: ReactElement): RenderResult {
  return render(
    <PageHost page={makePage(NOBODY)} me={null}>
      {element}
    </PageHost>
  );
}
