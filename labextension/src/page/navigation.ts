/** Which room is shown, as the address says it: reloading, bookmarks and the browser's arrows work. */
import { Watched } from '../plugins/watched';
import type { INavigation, IPlace } from '../ui/host';
import { type IPageConfig, roomsUrl } from './config';

export class PageNavigation extends Watched<IPlace> implements INavigation {
  constructor(private readonly config: IPageConfig) {
    super(placeOf(window.location));
    window.addEventListener('popstate', () => this.set(placeOf(window.location)));
  }

  readonly getPlace = (): IPlace => this.get();

  go(place: IPlace): void {
    if (place.room !== this.get().room) {
      window.history.pushState(null, '', roomsUrl(this.config, place.room));
    }
    this.set(place);
  }

  /** Corrects the place without a step to come back to. */
  replace(place: IPlace): void {
    window.history.replaceState(null, '', roomsUrl(this.config, place.room));
    this.set(place);
  }
}

function placeOf({ search }: Location): IPlace {
  return { room: new URLSearchParams(search).get('room'), creating: false };
}
