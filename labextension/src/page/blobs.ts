/** Where large parts of outputs are: fetched with this page's own cookie. */
import type { IBlobs } from '../plugins/picture';

export class PageBlobs implements IBlobs {
  constructor(private readonly baseUrl: string) {}

  url(room: string, ref: string): string {
    const path = `api/collabchat/rooms/${encodeURIComponent(room)}/blobs/${encodeURIComponent(ref)}`;
    return new URL(path, this.baseUrl).href;
  }

  async load(room: string, ref: string): Promise<Blob> {
    const response = await fetch(this.url(room, ref), { credentials: 'same-origin', cache: 'no-store' });
    if (!response.ok) {
      throw new Error(`HTTP ${response.status} for part ${ref}`);
    }
    return response.blob();
  }
}
