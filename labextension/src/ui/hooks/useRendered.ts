/**
 * Renders content into a host element, newest version last: while one version renders, only the newest waiting one is
 * kept, and the old picture stays until the new one is ready. Unchanged content is never rendered again.
 */
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { IRendered } from '../host';

/** Shorter than a frame of the screen nobody notices; longer than this nobody waits for what is ready. */
const SHORT_MS = 16;
const LONG_MS = 250;

/** Content that is long to render leaves the page as much time for everything else. */
function rest(took: number): Promise<void> {
  return took < SHORT_MS ? Promise.resolve() : new Promise(done => setTimeout(done, Math.min(took, LONG_MS)));
}

class LatestRender {
  private shown: IRendered | null = null;
  private wanted: (() => Promise<IRendered>) | null = null;
  private running = false;
  private ended = false;

  constructor(
    private readonly host: HTMLElement,
    private readonly onShown: () => void
  ) {}

  want(render: () => Promise<IRendered>): void {
    this.wanted = render;
    if (!this.running) {
      void this.work();
    }
  }

  dispose(): void {
    this.ended = true;
    this.wanted = null;
    this.shown?.dispose();
    this.shown = null;
  }

  private async work(): Promise<void> {
    this.running = true;
    while (this.wanted) {
      const render = this.wanted;
      this.wanted = null;
      const begun = performance.now();
      await this.show(render);
      await rest(performance.now() - begun);
    }
    this.running = false;
  }

  /** A version that cannot be rendered leaves what is shown; the plain text stays readable. */
  private async show(render: () => Promise<IRendered>): Promise<void> {
    try {
      const next = await render();
      if (this.ended) {
        next.dispose();
        return;
      }
      this.host.replaceChildren(next.node);
      this.shown?.dispose();
      this.shown = next;
      this.onShown();
    } catch (error) {
      console.error('jupyter-collabchat: a message could not be rendered', error);
    }
  }
}

/** Returns the host's ref and whether anything was rendered into it yet. `content` is compared by identity. */
export function useRendered<T>(
  content: T,
  render: (content: T) => Promise<IRendered>
): [RefObject<HTMLDivElement>, boolean] {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef<LatestRender | null>(null);
  const [rendered, setRendered] = useState(false);
  useEffect(() => {
    const target = new LatestRender(host.current as HTMLDivElement, () => setRendered(true));
    latest.current = target;
    return () => target.dispose();
  }, []);
  useEffect(() => {
    latest.current?.want(() => render(content));
  }, [content, render]);
  return [host, rendered];
}
