/** What every view of this page shares, whether somebody is in a room yet or not. */
import type { IContentRenderer, IWords } from '../ui/host';
import { PageBlobs } from './blobs';
import type { IPageConfig } from './config';
import { LazyRenderer } from './lazyRenderer';
import { PageSettings } from './settings';
import { Theme } from './theme';
import { plainWords } from './words';

export interface IPage {
  readonly config: IPageConfig;
  readonly words: IWords;
  readonly renderer: IContentRenderer;
  readonly settings: PageSettings;
  readonly theme: Theme;
}

export function makePage(config: IPageConfig): IPage {
  const blobs = new PageBlobs(config.baseUrl);
  const load = async (): Promise<IContentRenderer> =>
    (await import(/* webpackChunkName: "content" */ './content')).contentRenderer(plainWords, blobs);
  return {
    config,
    words: plainWords,
    renderer: new LazyRenderer(load),
    settings: new PageSettings(),
    theme: new Theme()
  };
}
