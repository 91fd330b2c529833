/** Where large parts of outputs are: fetched with the page's own credentials. Knows nothing of what they show. */
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { IBlobs } from './picture';

export class ServerBlobs implements IBlobs {
  constructor(private readonly settings: ServerConnection.ISettings) {}

  url(room: string, ref: string): string {
    const api = URLExt.join(this.settings.baseUrl, 'api/collabchat/rooms');
    return URLExt.join(api, encodeURIComponent(room), 'blobs', encodeURIComponent(ref));
  }

  async load(room: string, ref: string): Promise<Blob> {
    const response = await ServerConnection.makeRequest(this.url(room, ref), {}, this.settings);
    if (!response.ok) {
      throw new ServerConnection.ResponseError(response);
    }
    return response.blob();
  }
}
