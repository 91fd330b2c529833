/** A renderer that is fetched when the first content is to be shown; a fetch that failed is tried again with the next. */
import type { IContentRenderer, IRendered } from '../ui/host';
import type { MimeBundle } from '../core/types';

export class LazyRenderer implements IContentRenderer {
  private loaded: Promise<IContentRenderer> | null = null;

  constructor(private readonly load: () => Promise<IContentRenderer>) {}

  async markdown(source: string): Promise<IRendered> {
    return (await this.renderer()).markdown(source);
  }

  async output(bundle: MimeBundle, room: string): Promise<IRendered> {
    return (await this.renderer()).output(bundle, room);
  }

  private renderer(): Promise<IContentRenderer> {
    this.loaded ??= this.load().catch((error: unknown) => {
      this.loaded = null;
      throw error;
    });
    return this.loaded;
  }
}
