/** What the server says to the page: where it is and who looks at it. Read once, from the page itself. */

export interface IPageConfig {
  /** Absolute, ends with a slash. */
  baseUrl: string;
  /** Null for somebody without a login: a guest, or nobody yet. */
  user: { id: string; name: string } | null;
  /** Where JupyterLab is; null where this server has none, or none for this person. */
  labUrl: string | null;
}

const CONFIG_ID = 'collabchat-config';

export function readConfig(page: Document): IPageConfig {
  const written = page.getElementById(CONFIG_ID)?.textContent;
  if (!written) {
    throw new Error(`The page has no #${CONFIG_ID}: it was not written by the collabchat server extension.`);
  }
  const { baseUrl, user, labUrl } = JSON.parse(written) as IPageConfig;
  const absolute = new URL(baseUrl, page.location.href).href;
  return { baseUrl: absolute.endsWith('/') ? absolute : `${absolute}/`, user, labUrl };
}

/** Where somebody joins by a link; the secret is in the fragment. */
export function joinUrl({ baseUrl }: IPageConfig): URL {
  return new URL('collabchat/join', baseUrl);
}

/** My rooms, or one of them. */
export function roomsUrl({ baseUrl }: IPageConfig, room: string | null = null): URL {
  return withRoom(new URL('collabchat/', baseUrl), room);
}

/** Jupyter's own way in, and back to here. */
export function loginUrl({ baseUrl }: IPageConfig): URL {
  const url = new URL('login', baseUrl);
  url.searchParams.set('next', window.location.pathname + window.location.search);
  return url;
}

/** Null where there is no JupyterLab to go to. */
export function labUrl(config: IPageConfig, room: string | null = null): URL | null {
  return config.labUrl === null ? null : withRoom(new URL(config.labUrl, config.baseUrl), room);
}

function withRoom(url: URL, room: string | null): URL {
  if (room !== null) {
    url.searchParams.set('room', room);
  }
  return url;
}
