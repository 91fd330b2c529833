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
  private root: Root | null = null;

  override render(): void {
    super.render();
    this.el.classList.add('jp-CollabChat', 'cc-NotebookPanel');
    // The notebook's shortcuts are matched on the way down, before any handler of ours could stop the key.
    this.el.setAttribute('data-lm-suppress-shortcuts', 'true');
    this.el.addEventListener('keydown', stopKey);
    this.root = createRoot(this.el);
    this.listenTo(this.model, 'change:room', () => this.show());
    this.listenTo(this.model, 'change:height', () => this.resize());
    this.resize();
    this.show();
  }

  override remove(): unknown {
    this.root?.unmount();
    this.root = null;
    this.el.removeEventListener('keydown', stopKey);
    return super.remove();
  }

  private show(): void {
    this.root?.render(
      <Surface page={this.page} offerMain>
        <PanelView page={this.page} room={String(this.model.get('room') ?? '')} />
      </Surface>
    );
  }

  private resize(): void {
    this.el.style.height = String(this.model.get('height') || DEFAULT_HEIGHT);
  }
}

function stopKey(event: KeyboardEvent): void {
  event.stopPropagation();
}
