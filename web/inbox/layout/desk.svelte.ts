import { MediaQuery } from 'svelte/reactivity';

const COLLAPSED = 'ombud.sidebar';
const PANEL = 'ombud.panel';

/** What of the desk is on the screen: three panes wide, a drawer for the panel below 1100 px, one pane below 760. */
export class DeskLayout {
  readonly #narrow = new MediaQuery('max-width: 759px');
  readonly #medium = new MediaQuery('max-width: 1099px');
  #collapsed = $state(localStorage.getItem(COLLAPSED) === 'yes');
  #panel = $state(localStorage.getItem(PANEL) !== 'no');
  /** The panel and the sidebar where they are drawers. */
  drawer = $state(false);
  menu = $state(false);
  sheet = $state(false);
  palette = $state(false);

  /** One pane at a time. */
  get narrow(): boolean {
    return this.#narrow.current;
  }
  get panelIsDrawer(): boolean {
    return this.#medium.current;
  }
  get panel(): boolean {
    return this.panelIsDrawer ? this.drawer : this.#panel;
  }
  get rail(): boolean {
    return !this.narrow && (this.#collapsed || this.#medium.current);
  }
  get canCollapse(): boolean {
    return !this.#medium.current;
  }

  togglePanel(): void {
    if (this.panelIsDrawer) this.drawer = !this.drawer;
    else {
      this.#panel = !this.#panel;
      localStorage.setItem(PANEL, this.#panel ? 'yes' : 'no');
    }
  }

  toggleSidebar(): void {
    this.#collapsed = !this.#collapsed;
    localStorage.setItem(COLLAPSED, this.#collapsed ? 'yes' : 'no');
  }

  closeDrawers(): void {
    this.drawer = false;
    this.menu = false;
  }
}
