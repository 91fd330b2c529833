/** The last resort: what could not be loaded or drawn is said, with the way on, instead of an empty page. */
import { Component, type ReactNode } from 'react';
import { EndCard } from './EndCard';
import { plainWords as words } from './words';

interface IBoundaryState {
  failed: boolean;
}

export class Boundary extends Component<{ children: ReactNode }, IBoundaryState> {
  override state: IBoundaryState = { failed: false };

  /** React has written the error to the console by then. */
  static getDerivedStateFromError(): IBoundaryState {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? (
      <EndCard
        title={words.__('This page did not work')}
        sentence={words.__('Part of it could not be loaded or shown. Nothing that you sent is lost.')}
        step={{ label: words.__('Reload the page'), take: () => window.location.reload() }}
      />
    ) : (
      this.props.children
    );
  }
}
