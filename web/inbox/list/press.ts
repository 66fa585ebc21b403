/** Milliseconds that a finger rests on something that is meant, and not scrolled past; pixels that it may move. */
const HELD_MS = 450;
const STILL_PX = 10;

/** An attachment: `act` runs when a finger rests on the element. A mouse has other ways. */
export function longPress(act: () => void): (element: HTMLElement) => () => void {
  return (element) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let at = { x: 0, y: 0 };
    const end = () => clearTimeout(timer);
    const down = ({ pointerType, isPrimary, clientX, clientY }: PointerEvent) => {
      end();
      if (pointerType !== 'touch' || !isPrimary) return;
      at = { x: clientX, y: clientY };
      timer = setTimeout(() => {
        swallowRest();
        act();
      }, HELD_MS);
    };
    const move = ({ clientX, clientY }: PointerEvent) => {
      if (Math.hypot(clientX - at.x, clientY - at.y) > STILL_PX) end();
    };
    const handlers = { pointerdown: down, pointermove: move, pointerup: end, pointercancel: end };
    const each = Object.entries(handlers) as [string, EventListener][];
    for (const [type, handler] of each) element.addEventListener(type, handler);
    return () => {
      end();
      for (const [type, handler] of each) element.removeEventListener(type, handler);
    };
  };
}

/**
 * What else comes of this touch (a click when the finger is lifted, a menu of the browser's) is left out, wherever it
 * arrives: `act` may have moved something else below the finger.
 */
function swallowRest(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const over = () => {
    for (const type of ['click', 'contextmenu']) removeEventListener(type, swallow, true);
    removeEventListener('pointerdown', over, true);
  };
  for (const type of ['click', 'contextmenu']) addEventListener(type, swallow, true);
  addEventListener('pointerdown', over, true);
}

/** Whether a click was made by a finger. Not all browsers say so. */
export function isTouch(event: MouseEvent): boolean {
  return event instanceof PointerEvent ? event.pointerType === 'touch' : matchMedia('(hover: none)').matches;
}
