/** What ipywidgets finds in this module: the panel's model, and its view bound to the rooms of this page. */
import type { ExportMap } from '@jupyter-widgets/base';
import type { RoomsPage } from '../plugins/page';
import { RoomPanelModel } from './model';
import { RoomPanelView } from './view';

export function panelExports(page: RoomsPage): ExportMap {
  class BoundRoomPanelView extends RoomPanelView {
    protected readonly page = page;
  }
  return { RoomPanelModel, RoomPanelView: BoundRoomPanelView };
}
