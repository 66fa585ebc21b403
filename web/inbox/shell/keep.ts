/** Desks stay open for days. */
const LOOK_EVERY_MS = 30 * 60_000;

export interface Shell {
  /** Lets the new version take over and loads the page anew. */
  renew(): void;
  stop(): void;
}

/**
 * Has the service worker keep the desk's own files, so that it opens without a network and can be installed. Calls
 * `onNew` when another version has been fetched and waits, or has taken over for another tab.
 */
export function keepShell(onNew: () => void): Shell {
  const workers = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
  const before = workers?.controller;
  let registration: ServiceWorkerRegistration | undefined;
  let wanted = false;

  const look = () => registration?.waiting && workers?.controller && onNew();
  const ask = () => void registration?.update().catch(() => undefined);
  const changed = () => {
    if (wanted) location.reload();
    // The first worker of all changes nothing for the page.
    else if (before) onNew();
  };
  workers?.addEventListener('controllerchange', changed);
  workers?.register('/inbox/sw.js', { scope: '/inbox/' }).then(
    // Where workers are blocked, some browsers answer with nothing.
    (made: ServiceWorkerRegistration | undefined) => {
      registration = made;
      made?.addEventListener('updatefound', () => made.installing?.addEventListener('statechange', look));
      look();
    },
    // Where it is not allowed, the desk works as it did.
    () => undefined,
  );
  const timer = setInterval(ask, LOOK_EVERY_MS);
  return {
    renew() {
      wanted = true;
      if (registration?.waiting) registration.waiting.postMessage('take-over');
      else location.reload();
    },
    stop() {
      clearInterval(timer);
      workers?.removeEventListener('controllerchange', changed);
    },
  };
}
