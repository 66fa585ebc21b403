/**
 * The snippet: a button at once, the app when somebody comes near it or has written before. At most 1 kB.
 * `document.currentScript` is there only while the script runs for the first time.
 */
type Call = unknown[];
type Api = ((...call: Call) => void) & { q?: Call[] };
const page = window as unknown as { ombud?: Api };
const script = document.currentScript as HTMLScriptElement;
const base = script.src.replace(/[^/]*$/, '');
const labels: Record<string, string> = {
  es: 'Ayuda y chat',
  ro: 'Ajutor și chat',
  pl: 'Pomoc i czat',
  ru: 'Помощь и чат',
};
const queue: Call[] = [...(page.ombud?.q ?? [])];
const host = document.createElement('div');
const root = host.attachShadow({ mode: 'open' });
const sheet = new CSSStyleSheet();
const button = document.createElement('button');
let app: Promise<(call: Call) => void> | undefined;

const load = () =>
  (app ??= import(/* @vite-ignore */ `${base}widget/app.js`).then(
    (m: { mount: (given: object) => (call: Call) => void }) => m.mount({ host, root, button, base, script, queue }),
  ));
page.ombud = (...call) => {
  // Listeners alone are no reason to load.
  if (app || call[0] !== 'on') void load().then((run) => run(call));
  else queue.push(call);
};

sheet.replaceSync(
  ':host{all:initial;position:fixed;z-index:2147483000;right:20px;bottom:20px}button{all:unset;cursor:pointer;display:grid;place-items:center;width:60px;height:60px;border-radius:50%;background:#4f46c8;color:#fff;box-shadow:0 8px 28px #0004}button:focus-visible{outline:3px solid #8b86f0;outline-offset:3px}',
);
root.adoptedStyleSheets = [sheet];
button.ariaLabel = labels[document.documentElement.lang.slice(0, 2)] ?? 'Help and chat';
button.innerHTML =
  '<svg width=28 fill=none stroke=currentColor stroke-width=1.8 stroke-linejoin=round viewBox="0 0 24 24"><path d="M12 3.5c4.900 0 8.5 3.200 8.5 7.5s-3.600 7.5-8.5 7.5q-1.5 0-2.900-.4L4.5 20.5l1.200-4.100C4.300 15 3.5 13.100 3.5 11c0-4.300 3.600-7.5 8.5-7.5z"/></svg>';
button.onpointerenter = button.onfocus = () => void load();
button.onclick = () => page.ombud?.('open');
root.append(button);

const show = () => {
  document.body.append(host);
  try {
    if (queue.length || localStorage.ombud) void load();
  } catch {
    // Storage may be forbidden: then there is no chat to go on with.
  }
};
if (document.body) show();
else addEventListener('DOMContentLoaded', show);
