/** Light or dark: the system's word until the person has chosen. Says so where JupyterLab's styles look for it. */
import { Watched } from '../plugins/watched';
import { keep, readKept } from './kept';

export type ThemeName = 'light' | 'dark';

const NAME = 'theme';

export class Theme extends Watched<ThemeName> {
  private readonly system = window.matchMedia('(prefers-color-scheme: dark)');

  constructor(private readonly root: HTMLElement = document.documentElement) {
    super('light');
    this.system.addEventListener('change', () => this.follow());
    this.follow();
  }

  toggle(): void {
    const other = this.get() === 'light' ? 'dark' : 'light';
    keep(NAME, other);
    this.show(other);
  }

  private follow(): void {
    const chosen = readKept(NAME);
    this.show(chosen === 'light' || chosen === 'dark' ? chosen : this.system.matches ? 'dark' : 'light');
  }

  private show(theme: ThemeName): void {
    this.root.dataset.jpThemeLight = String(theme === 'light');
    this.set(theme);
  }
}
