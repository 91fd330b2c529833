/** A room as a tab of the main area. */
import { MainAreaWidget } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import { createRef, type ReactElement } from 'react';
import type { IRoomHandle } from '../ui/host';
import { RoomGate } from '../ui/room/RoomGate';
import { roomsIcon } from './icons';
import type { RoomsPage } from './page';
import { focusComposer, Surface } from './surface';

class RoomContent extends ReactWidget {
  readonly handle = createRef<IRoomHandle>();

  constructor(
    private readonly page: RoomsPage,
    readonly room: string
  ) {
    super();
    this.addClass('jp-CollabChat');
  }

  protected override onActivateRequest(): void {
    focusComposer(this.node, this.handle.current);
  }

  protected override render(): ReactElement {
    return (
      <Surface page={this.page} offerMain={false}>
        <RoomGate chat={this.page} room={this.room} handle={this.handle} />
      </Surface>
    );
  }
}

export class RoomTab extends MainAreaWidget<RoomContent> {
  private readonly release: () => void;

  constructor(page: RoomsPage, room: string) {
    super({ content: new RoomContent(page, room) });
    this.id = `jupyter-collabchat-room-${room}`;
    this.title.icon = roomsIcon;
    this.title.closable = true;
    const name = (): void => {
      const summary = page.lobby.getView().rooms?.find(other => other.id === room);
      this.title.label = summary?.name ?? page.words.__('Room');
    };
    this.release = page.lobby.subscribe(name);
    name();
  }

  get room(): string {
    return this.content.room;
  }

  get handle(): IRoomHandle | null {
    return this.content.handle.current;
  }

  override dispose(): void {
    this.release();
    super.dispose();
  }
}
