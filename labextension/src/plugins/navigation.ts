/** What the sidebar shows: the list, the form for a new room, or one room; the same again when this tab is reloaded. */
import type { INavigation, IPlace } from '../ui/host';
import { Watched } from './watched';

const KEY = 'jupyter-collabchat:room';

export class Navigation extends Watched<IPlace> implements INavigation {
  constructor() {
    super({ room: sessionStorage.getItem(KEY), creating: false });
  }

  getPlace(): IPlace {
    return this.get();
  }

  go(place: IPlace): void {
    if (place.room === null) {
      sessionStorage.removeItem(KEY);
    } else {
      sessionStorage.setItem(KEY, place.room);
    }
    this.set(place);
  }
}
