/** A picture shown from memory: its bytes have no address that the page could load by itself, or keep. */
import type { IRendered } from '../ui/host';

export interface IBlobs {
  /** Where the page's cookie alone suffices. */
  url: (room: string, ref: string) => string;
  /** Rejects when the part is gone or the server cannot be reached. */
  load: (room: string, ref: string) => Promise<Blob>;
}

/** Resolves once the picture has a size, so that the log never jumps; rejects when it cannot be shown. */
export async function renderPicture(bytes: Blob, alt: string): Promise<IRendered> {
  const url = URL.createObjectURL(bytes);
  const image = document.createElement('img');
  image.alt = alt;
  image.src = url;
  try {
    await image.decode();
  } catch (error) {
    URL.revokeObjectURL(url);
    throw error;
  }
  const node = document.createElement('div');
  node.className = 'jp-RenderedHTMLCommon';
  node.append(image);
  return {
    node,
    dispose: () => {
      URL.revokeObjectURL(url);
      node.remove();
    }
  };
}
