/** The names under which the kernel side finds the panel: those of package.json, which a test compares. */
export const MODULE_NAME = 'jupyter-collabchat';
export const MODULE_VERSION = '0.1.0';
