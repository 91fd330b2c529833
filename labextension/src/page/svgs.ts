/** The pictures of the page: ours, and those that the components otherwise take from JupyterLab. */
export * from '../plugins/svgs';

const icon = (path: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24"><path class="jp-icon3" fill="#616161" d="${path}"/></svg>`;

export const ADD_SVG = icon('M19 13h-6v6h-2v-6H5v-2h6V5h2v6h6z');
export const CLOSE_SVG = icon(
  'M19 6.4 17.6 5 12 10.6 6.4 5 5 6.4l5.6 5.6L5 17.6 6.4 19l5.6-5.6 5.6 5.6 1.4-1.4-5.6-5.6z'
);
export const COPY_SVG = icon(
  'M15 2H5a2 2 0 0 0-2 2v12h2V4h10zm4 4H9a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2zm0 14H9V8h10z'
);
export const EDIT_SVG = icon(
  'M3 17.3V21h3.8L17.8 9.9l-3.7-3.7zM20.7 7a1 1 0 0 0 0-1.4l-2.3-2.3a1 1 0 0 0-1.4 0l-1.9 1.8 3.8 3.8z'
);
export const MORE_SVG = icon(
  'M5 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm7 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm7 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4z'
);
export const REDACT_SVG = icon('M6 19a2 2 0 0 0 2 2h8a2 2 0 0 0 2-2V7H6zM19 4h-3.5l-1-1h-5l-1 1H5v2h14z');
