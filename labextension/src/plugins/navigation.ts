/** What the sidebar shows: the list, the form for a new room, or one room. */
import type { INavigation, IPlace } from '../ui/host';
import { Watched } from './watched';

export class Navigation extends Watched<IPlace> implements INavigation {
  constructor() {
    super({ room: null, creating: false });
  }

  getPlace(): IPlace {
    return this.get();
  }

  go(place: IPlace): void {
    this.set(place);
  }
}
