/**
 * Does something when so many more frames are on the screen: what was asked for is seen first, what stands around it
 * follows. The function that is returned calls it off.
 */
export function afterPaint(act: () => void, frames = 1): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = requestAnimationFrame(function next() {
    // What a frame's callback does still belongs to that frame.
    if (--frames > 0) frame = requestAnimationFrame(next);
    else timer = setTimeout(act);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** What keeps others waiting does so for this many milliseconds at most. */
const PATIENCE_MS = 300;

/** As `afterPaint`, once something has come or failed, or has not come in time. */
export function afterReady(ready: Promise<unknown>, act: () => void, frames = 1): () => void {
  let end: (() => void) | undefined;
  const go = (): void => {
    clearTimeout(timer);
    end ??= afterPaint(act, frames);
  };
  const timer = setTimeout(go, PATIENCE_MS);
  ready.then(go, go);
  return () => {
    clearTimeout(timer);
    end?.();
    end = () => undefined;
  };
}
