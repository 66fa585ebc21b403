/** Whoever has touched nothing for so long does not look, whatever stands on the screen. */
const IDLE_MS = 120_000;
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'focus'] as const;

/** Tells whether somebody sits at the page, now and whenever that changes, until the answer is called. */
export function watchAttention(tell: (there: boolean) => void): () => void {
  let idle: ReturnType<typeof setTimeout> | undefined;
  const here = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => tell(false), IDLE_MS);
    tell(!document.hidden);
  };
  // While capturing: what is typed into the widget is not for the page's own listeners.
  const options = { capture: true, passive: true };
  for (const sign of SIGNS) addEventListener(sign, here, options);
  document.addEventListener('visibilitychange', here);
  here();
  return () => {
    clearTimeout(idle);
    for (const sign of SIGNS) removeEventListener(sign, here, options);
    document.removeEventListener('visibilitychange', here);
  };
}
