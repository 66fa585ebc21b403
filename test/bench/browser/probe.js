// What is measured inside the page: loaded into it before everything else. Times are milliseconds.
(() => {
  const { port1, port2 } = new MessageChannel();
  const waiting = [];
  port1.onmessage = () => waiting.shift()?.();

  /** From `from` to the end of the frame in which `shown()` held for the first time. */
  const painted = (from, shown) =>
    new Promise((resolve) => {
      const look = () => {
        if (!shown()) return requestAnimationFrame(look);
        // Frames come before the next message: when it arrives, this one is painted.
        waiting.push(() => resolve(performance.now() - from));
        port2.postMessage(0);
      };
      requestAnimationFrame(look);
    });

  const inSight = (element) => {
    const [box, frame] = [element?.getBoundingClientRect(), element?.closest('[role=log]')?.getBoundingClientRect()];
    return box && frame && box.bottom > frame.top && box.top < frame.bottom;
  };
  const last = (all) => all[all.length - 1];

  /** What must be on the screen, by name. Each is asked once before and then with every frame. */
  const shown = {
    rows: () => () => document.querySelector('a[data-ticket] .subject') !== null,
    cursor: (number) => () => document.querySelector('a.cursor')?.dataset.ticket === String(number),
    picked: (number) => () =>
      document.querySelector(`.item.selected a[data-ticket="${number}"]`) !== null,
    letter: () => {
      const field = document.querySelector('.composer .editor');
      const before = field.textContent.length;
      return () => field.textContent.length > before;
    },
    thread: (number) => () =>
      document.querySelector('main h1 small')?.textContent === `#${number}` &&
      inSight(last(document.querySelectorAll('main [role=log] article'))),
  };

  let measured;
  let frames;
  window.bench = {
    /** The next input of this type is measured until what is named is painted. */
    arm(type, name, argument) {
      measured = new Promise((resolve) =>
        addEventListener(type, (event) => resolve(painted(event.timeStamp, shown[name](argument))), {
          capture: true,
          once: true,
        }),
      );
    },
    measured: () => measured,
    /** From the start of the navigation. */
    loaded: (name) => painted(0, shown[name]()),
    /** Begins to take down how far frames lie apart, and which were long (Long Animation Frames API). */
    watch() {
      frames = { apart: [], long: [] };
      const observer = new PerformanceObserver((list) =>
        frames.long.push(
          ...list.getEntries().map(({ duration, blockingDuration, scripts }) => ({
            duration,
            blockingDuration,
            scripts: scripts.map((one) => `${one.invoker} ${one.sourceFunctionName} ${Math.round(one.duration)}`),
          })),
        ),
      );
      observer.observe({ type: 'long-animation-frame' });
      let before = performance.now();
      const next = (now) => {
        frames.apart.push(now - before);
        before = now;
        if (frames.running) requestAnimationFrame(next);
      };
      frames.running = true;
      frames.stop = () => observer.disconnect();
      requestAnimationFrame(next);
    },
    watched() {
      frames.running = false;
      frames.stop();
      return { apart: frames.apart.slice(1), long: frames.long };
    },
  };
})();
