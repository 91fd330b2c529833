/** The sidebar as a Lumino widget; its icon carries the number of unread messages. */
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Title } from '@lumino/widgets';
import { createRef, type ReactElement } from 'react';
import type { IRoomHandle } from '../ui/host';
import { SidebarView } from '../ui/SidebarView';
import { roomsIcon } from './icons';
import type { Navigation } from './navigation';
import type { RoomsPage } from './page';
import { focusComposer, Surface } from './surface';

/** Painted on the icon by `style/lobby.css`; screen readers are told by the caption, in words. */
const BADGE = 'collabchat-unread';

export class Sidebar extends ReactWidget {
  readonly handle = createRef<IRoomHandle>();
  private readonly release: () => void;

  constructor(
    private readonly page: RoomsPage,
    readonly navigation: Navigation
  ) {
    super();
    this.id = 'jupyter-collabchat-sidebar';
    this.addClass('jp-CollabChat');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', page.words.__('Rooms'));
    this.title.icon = roomsIcon;
    const show = (): void => this.showUnread();
    const releases = [page.lobby.subscribe(show), page.settings.subscribe(show)];
    this.release = () => releases.forEach(release => release());
    this.showUnread();
  }

  override dispose(): void {
    this.release();
    super.dispose();
  }

  protected override onActivateRequest(): void {
    focusComposer(this.node, this.handle.current);
  }

  protected override render(): ReactElement {
    return (
      <Surface page={this.page} offerMain>
        <SidebarView chat={this.page} navigation={this.navigation} handle={this.handle} />
      </Surface>
    );
  }

  private showUnread(): void {
    const { words, lobby } = this.page;
    const { unread, mentions } = this.page.unread();
    const invitations = lobby.getView().invitations.length;
    const count = unread + invitations;
    const shown = mentions > 0 ? `@${mentions}` : count > 99 ? '99+' : String(count);
    const told = [
      words.__('Rooms'),
      unread > 0 && words.__('%1 unread', unread),
      invitations > 0 && words._n('%1 invitation', '%1 invitations', invitations)
    ];
    this.title.caption = told.filter(Boolean).join(', ');
    this.title.dataset = withBadge(this.title.dataset, count > 0 || mentions > 0 ? shown : null);
  }
}

/** The rest of the tab's data is the shell's, which finds the tab of a widget by it. */
function withBadge(dataset: Title.Dataset, shown: string | null): Title.Dataset {
  const rest = Object.fromEntries(Object.entries(dataset).filter(([key]) => key !== BADGE));
  return shown === null ? rest : { ...rest, [BADGE]: shown };
}
