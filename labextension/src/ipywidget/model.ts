/** The kernel's half of a panel as this page sees it: which room, how tall. The traits that Python observes stay there. */
import { DOMWidgetModel, type ISerializers } from '@jupyter-widgets/base';
import { MODULE_NAME, MODULE_VERSION } from './version';

export const DEFAULT_HEIGHT = '480px';

export class RoomPanelModel extends DOMWidgetModel {
  static override serializers: ISerializers = { ...DOMWidgetModel.serializers };

  override defaults(): Record<string, unknown> {
    return {
      ...super.defaults(),
      _model_module: MODULE_NAME,
      _model_module_version: MODULE_VERSION,
      _model_name: 'RoomPanelModel',
      _view_module: MODULE_NAME,
      _view_module_version: MODULE_VERSION,
      _view_name: 'RoomPanelView',
      room: '',
      height: DEFAULT_HEIGHT
    };
  }
}
