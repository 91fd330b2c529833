/**
 * A room inside a notebook's output. Acts as the person at this browser, not as the kernel's owner: it talks to the
 * server over this page's own client and tells the kernel nothing.
 */
import { DOMWidgetView } from '@jupyter-widgets/base';
import { createRoot, type Root } from 'react-dom/client';
import type { RoomsPage } from '../plugins/page';
import { Surface } from '../plugins/surface';
import { DEFAULT_HEIGHT } from './model';
import { PanelView } from './PanelView';

export abstract class RoomPanelView extends DOMWidgetView {
  protected abstract readonly page: RoomsPage;
  /** Of our own: the styles of `el` belong to the widget's layout. */
  private readonly frame = document.createElement('div');
  private root: Root | null = null;

  override render(): void {
    super.render();
    this.frame.classList.add('jp-CollabChat', 'cc-NotebookPanel');
    // The notebook's shortcuts are matched on the way down, before any handler of ours could stop the key.
    this.frame.setAttribute('data-lm-suppress-shortcuts', 'true');
    this.frame.addEventListener('keydown', stopKey);
    this.el.append(this.frame);
    this.root = createRoot(this.frame);
    this.listenTo(this.model, 'change:room', () => this.show());
    this.listenTo(this.model, 'change:height', () => this.resize());
    this.resize();
    this.show();
  }

  /** Every way out of the page, also `dispose`, comes through here. */
  override remove(): unknown {
    this.root?.unmount();
    this.root = null;
    return super.remove();
  }

  private show(): void {
    const room = String(this.model.get('room') ?? '');
    this.root?.render(
      <Surface page={this.page} offerMain>
        <PanelView key={room} page={this.page} room={room} frame={this.frame} />
      </Surface>
    );
  }

  private resize(): void {
    this.frame.style.height = String(this.model.get('height') || DEFAULT_HEIGHT);
  }
}

function stopKey(event: KeyboardEvent): void {
  event.stopPropagation();
}
