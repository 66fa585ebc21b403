/** Puts a popover below (or above, where there is no room) the element it belongs to, inside the window. */
export function placeBeside(popover: HTMLElement, anchor: HTMLElement, align: 'start' | 'end' = 'start'): void {
  const [edge, gap] = [8, 4];
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const below = innerHeight - box.bottom - gap - edge;
  const top = below >= height || below >= box.top ? box.bottom + gap : box.top - gap - height;
  const left = align === 'start' ? box.left : box.right - width;
  popover.style.top = `${Math.max(edge, Math.min(top, innerHeight - height - edge))}px`;
  popover.style.left = `${Math.max(edge, Math.min(left, innerWidth - width - edge))}px`;
}
