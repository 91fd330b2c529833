/** The plugins of this extension: the shared client, the JupyterLab interface, the notebook panel. */
import { ILayoutRestorer, IRouter, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IJupyterWidgetRegistry } from '@jupyter-widgets/base';
import { CollabChat } from '../core';
import { ServerBlobs } from './blobs';
import { DocumentTitle } from './documentTitle';
import { InvitationNotices } from './invitationNotices';
import { addCommands, addToLauncher, addToPalette, COMMANDS } from './commands';
import { Notices } from './notices';
import { IRoomsPage, RoomsPage } from './page';
import { PreferenceSync } from './preferenceSync';
import { followRoomLinks } from './roomLinks';
import { Surfaces } from './surfaces';
import { registerPanels } from './panels';

const SETTINGS = 'jupyter-collabchat:plugin';

/** Works in any Jupyter front end: JupyterLab, Notebook 7, Voila. */
const client: JupyterFrontEndPlugin<RoomsPage> = {
  id: 'jupyter-collabchat:client',
  description: 'The rooms of this page: one client, shared by every surface.',
  autoStart: true,
  provides: IRoomsPage,
  requires: [IRenderMimeRegistry],
  optional: [ITranslator, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null,
    settings: ISettingRegistry | null
  ) => {
    const { serverSettings } = app.serviceManager;
    const { baseUrl, token, appendToken } = serverSettings;
    const chat = new CollabChat({ baseUrl, ...(appendToken && token ? { token } : {}) });
    const words = (translator ?? nullTranslator).load('jupyter_collabchat');
    const page = new RoomsPage({ chat, words, rendermime, blobs: new ServerBlobs(serverSettings) });
    if (settings) {
      void page.settings.load(settings, SETTINGS);
    }
    return page;
  }
};

const interfacePlugin: JupyterFrontEndPlugin<void> = {
  id: SETTINGS,
  description: 'Rooms in the sidebar and in the main area.',
  autoStart: true,
  requires: [IRoomsPage],
  optional: [ILayoutRestorer, IRouter],
  activate: (app: JupyterFrontEnd, page: RoomsPage, restorer: ILayoutRestorer | null, router: IRouter | null) => {
    const surfaces = new Surfaces(app, page);
    page.openInMain = room => surfaces.openInMain(room);
    addCommands(app, page, surfaces);
    new Notices(page, surfaces);
    new InvitationNotices(page, surfaces, Notification);
    new PreferenceSync(page, sentence => Notification.error(sentence));
    followTitle(page);
    page.openSettings = settingsOpener(app);
    restorer?.add(surfaces.sidebar, 'jupyter-collabchat');
    void restorer?.restore(surfaces.tabs, {
      command: COMMANDS.openRoomInMain,
      args: tab => ({ room: tab.room }),
      name: tab => tab.room
    });
    if (router) {
      followRoomLinks(router, surfaces);
    }
  }
};

function followTitle(page: RoomsPage): void {
  const title = new DocumentTitle(() => page.unread().unread);
  page.lobby.subscribe(title.show);
  page.settings.subscribe(title.show);
}

/** The editor may come after us: whether there is one is asked when it is wanted. */
function settingsOpener({ commands }: JupyterFrontEnd): () => void {
  const open = 'settingeditor:open';
  return () => void (commands.hasCommand(open) && commands.execute(open, { query: 'Rooms' }));
}

/** The ways to the commands: palette and launcher, where the page has them. */
const entries: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-collabchat:entries',
  description: 'Rooms in the command palette and the launcher.',
  autoStart: true,
  requires: [IRoomsPage],
  optional: [ICommandPalette, ILauncher],
  activate: (_app: JupyterFrontEnd, page: RoomsPage, palette: ICommandPalette | null, launcher: ILauncher | null) => {
    if (palette) {
      addToPalette(palette);
    }
    if (launcher) {
      addToLauncher(launcher, page);
    }
  }
};

const panels: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-collabchat:panels',
  description: 'The notebook panel of a room (ipywidgets).',
  autoStart: true,
  requires: [IRoomsPage],
  optional: [IJupyterWidgetRegistry],
  activate: (_app: JupyterFrontEnd, page: RoomsPage, registry: IJupyterWidgetRegistry | null) => {
    if (registry) {
      registerPanels(registry, page);
    }
  }
};

export const labPlugins = [client, interfacePlugin, entries, panels];
