/** The pictures that JupyterLab has none for. `jp-icon3` takes the theme's colour. */

const icon = (paths: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24"><g class="jp-icon3" fill="#616161">${paths}</g></svg>`;

/** Two speech bubbles: the sidebar, the tabs, the launcher. */
export const ROOMS_SVG = icon(
  '<path d="M4 3h11a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H8l-4 3.5V13a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z"/><path d="M19 8a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2v3.5L15 18h-4a2 2 0 0 1-2-2v-1.5h6.5A3 3 0 0 0 18.5 11.5V8z"/>'
);
export const ROOM_SVG = icon(
  '<path d="M10 4 9.3 8H5v2h4l-.7 4H4v2h4l-.7 4h2l.7-4h4l-.7 4h2l.7-4H20v-2h-3.7l.7-4H21V8h-3.7L18 4h-2l-.7 4h-4L12 4zm1 6h4l-.7 4h-4z"/>'
);
export const ROOM_OPEN_SVG = icon(
  '<path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm6.3 6h-2.6a13 13 0 0 0-1.2-3.2A7 7 0 0 1 18.3 9zM12 5.1c.7.9 1.3 2.2 1.7 3.9h-3.4c.4-1.7 1-3 1.7-3.9zM5.3 14a7 7 0 0 1 0-3h2.8a19 19 0 0 0 0 3zm.4 2h2.6c.3 1.2.7 2.3 1.2 3.2A7 7 0 0 1 5.7 16zm2.6-7H5.7a7 7 0 0 1 3.8-3.2A13 13 0 0 0 8.3 9zM12 18.9c-.7-.9-1.3-2.2-1.7-2.9h3.4c-.4.7-1 2-1.7 2.9zm2-4.9h-4a16 16 0 0 1 0-3h4a16 16 0 0 1 0 3zm.5 5.2c.5-.9.9-2 1.2-3.2h2.6a7 7 0 0 1-3.8 3.2zm1.4-5.2a19 19 0 0 0 0-3h2.8a7 7 0 0 1 0 3z"/>'
);
export const BACK_SVG = icon('<path d="M15.4 7.4 14 6l-6 6 6 6 1.4-1.4L10.8 12z"/>');
export const REPLY_SVG = icon('<path d="M10 9V5l-7 7 7 7v-4.1c5 0 8.5 1.6 11 5.1-1-5-4-10-11-11z"/>');
export const POLL_SVG = icon('<path d="M4 10h4v10H4zm6-6h4v16h-4zm6 9h4v7h-4z"/>');
/** A person and a plus. */
export const INVITE_SVG = icon(
  '<path d="M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm0 2c-3.3 0-8 1.7-8 5v1h16v-1c0-3.3-4.7-5-8-5zm9-6V5h-2v3h-3v2h3v3h2v-3h3V8z"/>'
);
export const ARCHIVED_SVG = icon('<path d="M3 4h18v5H3zm1 6h16v10H4zm5 3v2h6v-2z"/>');
/** A spark: asking an agent. */
export const ASK_SVG = icon(
  '<path d="M10 4l1.9 5.1L17 11l-5.1 1.9L10 18l-1.9-5.1L3 11l5.1-1.9zm8-1 .9 2.1L21 6l-2.1.9L18 9l-.9-2.1L15 6l2.1-.9zm0 12 .9 2.1L21 18l-2.1.9L18 21l-.9-2.1L15 18l2.1-.9z"/>'
);
/** One person. */
export const SOLO_SVG = icon(
  '<path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm0 2c-3.3 0-8 1.7-8 5v1h16v-1c0-3.3-4.7-5-8-5z"/>'
);
/** A bell, struck through. */
export const MUTED_SVG = icon(
  '<path d="M12 22a2 2 0 0 0 2-2h-4a2 2 0 0 0 2 2zm6-6v-5a6 6 0 0 0-4.5-5.8V4.5a1.5 1.5 0 0 0-3 0v.7c-.6.2-1.2.4-1.7.7L18 15zM4.3 3 3 4.3 6.9 8.2A6 6 0 0 0 6 11v5l-2 2v1h13.7l2 2 1.3-1.3z"/>'
);
