/** The place as the list sees it while the room is beside it: always the list, whatever room is open. */
import type { INavigation, IPlace } from '../../ui/host';

export class BesideNavigation implements INavigation {
  private whole: IPlace | null = null;
  private seen: IPlace = { room: null, creating: false };

  constructor(private readonly navigation: INavigation) {}

  readonly subscribe = (listener: () => void): (() => void) => this.navigation.subscribe(listener);

  /** The same object while the place is the same, as React wants it. */
  readonly getPlace = (): IPlace => {
    const whole = this.navigation.getPlace();
    if (whole !== this.whole) {
      this.whole = whole;
      this.seen = { ...whole, room: null, beside: whole.room };
    }
    return this.seen;
  };

  /** What the list shows changes beside the room; a room it opens replaces the one beside it. */
  go(place: IPlace): void {
    this.navigation.go({ ...place, room: place.room ?? this.navigation.getPlace().room });
  }
}
