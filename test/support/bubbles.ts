/** The page that is watched. */
export type Watched = typeof window & { vanished?: number };

/** Counts how often there are fewer of the visitor's own bubbles than a moment before; runs in the page of a widget. */
export function watchBubbles(): void {
  const root = document.body.lastElementChild?.shadowRoot;
  const page = window as Watched;
  let most = 0;
  page.vanished = 0;
  const count = (): void => {
    const now = root?.querySelectorAll('.own .bubble').length ?? 0;
    if (now < most) page.vanished = (page.vanished ?? 0) + 1;
    most = now;
  };
  if (root) new MutationObserver(count).observe(root, { subtree: true, childList: true });
  count();
}
