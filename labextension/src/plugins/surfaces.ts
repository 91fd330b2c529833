/** Where rooms are on screen in JupyterLab: the sidebar and tabs of the main area. Owns how one gets to them. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';
import type { IRoomHandle } from '../ui/host';
import { Navigation } from './navigation';
import type { RoomsPage } from './page';
import { RoomTab } from './roomTab';
import { Sidebar } from './sidebar';

export class Surfaces {
  readonly tabs = new WidgetTracker<RoomTab>({ namespace: 'jupyter-collabchat' });
  readonly sidebar: Sidebar;
  private readonly navigation = new Navigation();

  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly page: RoomsPage
  ) {
    this.sidebar = new Sidebar(page, this.navigation);
    app.shell.add(this.sidebar, 'left', { rank: 350, type: 'Rooms' });
    page.addSurface(room => this.isShowing(room));
  }

  newRoom(): void {
    this.navigation.go({ room: null, creating: true });
    this.app.shell.activateById(this.sidebar.id);
  }

  showTokens(): void {
    this.navigation.go({ room: null, creating: false, tokens: true });
    this.app.shell.activateById(this.sidebar.id);
  }

  openInSidebar(room: string): void {
    this.navigation.go({ room, creating: false });
    this.app.shell.activateById(this.sidebar.id);
  }

  openInMain(room: string): void {
    let tab = this.tabs.find(other => other.room === room);
    if (!tab) {
      tab = new RoomTab(this.page, room);
      void this.tabs.add(tab);
      this.app.shell.add(tab, 'main', { type: 'Room' });
    }
    this.app.shell.activateById(tab.id);
  }

  toggleSidebar(): void {
    if (!this.sidebar.isVisible) {
      this.app.shell.activateById(this.sidebar.id);
      return;
    }
    const { commands } = this.app;
    const toggle = 'application:toggle-left-area';
    if (commands.hasCommand(toggle)) {
      void commands.execute(toggle);
    }
  }

  /** Goes to the next vote in whatever room is on screen, tabs first. */
  nextVote(): boolean {
    return this.handles().some(handle => handle.nextVote());
  }

  private isShowing(room: string): boolean {
    const inSidebar = this.sidebar.isVisible && this.navigation.getPlace().room === room;
    return inSidebar || this.tabs.find(tab => tab.room === room && tab.isVisible) !== undefined;
  }

  private handles(): IRoomHandle[] {
    const shown = this.tabs.filter(tab => tab.isVisible).map(tab => tab.handle);
    return [...shown, this.sidebar.isVisible ? this.sidebar.handle.current : null].filter(handle => handle !== null);
  }
}
