/** The entry of the JupyterLab extension: the list of its plugins. */
export { labPlugins as default } from './plugins/labPlugins';
