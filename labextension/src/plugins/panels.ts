/** Registers the notebook panel with ipywidgets; its code is loaded when the first panel is shown. */
import type { IJupyterWidgetRegistry } from '@jupyter-widgets/base';
import type { RoomsPage } from './page';
import { MODULE_NAME, MODULE_VERSION } from '../ipywidget/version';

export function registerPanels(registry: IJupyterWidgetRegistry, page: RoomsPage): void {
  registry.registerWidget({
    name: MODULE_NAME,
    version: MODULE_VERSION,
    exports: async () => (await import('../ipywidget')).panelExports(page)
  });
}
