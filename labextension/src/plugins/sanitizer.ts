/** JupyterLab's sanitizer followed by ours, so that nothing unsafe ever reaches a live document. */
import type { IRenderMime } from '@jupyterlab/rendermime';
import { hardenHtml } from '../ui/model/harden';

export class HardSanitizer implements IRenderMime.ISanitizer {
  readonly allowNamedProperties = false;
  readonly allowCommandLinker = false;

  constructor(private readonly base: IRenderMime.ISanitizer) {}

  getAutolink(): boolean {
    return this.base.getAutolink?.() ?? true;
  }

  sanitize(dirty: string, options?: IRenderMime.ISanitizerOptions): string {
    return hardenHtml(this.base.sanitize(dirty, options));
  }
}
