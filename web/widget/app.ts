import { mount as mountComponent } from 'svelte';
import Shell from './Shell.svelte';
import homeStyles from './styles/home.css?inline';
import panelStyles from './styles/panel.css?inline';
import tokens from './styles/tokens.css?inline';
import { lookOf } from './state/look.ts';
import type { Given } from './state/page.ts';
import { Widget } from './state/widget.svelte.ts';
import { languageOf } from './text/texts.ts';

/**
 * Called by the loader, once: puts the app in place of its button. Resolves with what `window.ombud(…)` calls from
 * now on.
 */
export async function mount({ root, button, base, script, queue }: Given): Promise<(call: unknown[]) => void> {
  const locale = languageOf(script.dataset['lang'] || document.documentElement.lang || navigator.language);
  const look = await lookOf(base);
  const spoken = look.languages.includes(locale) ? locale : (look.languages[0] ?? locale);
  const widget = new Widget(base, root, look);
  await widget.speak(spoken);
  root.adoptedStyleSheets = [];
  widget.wear(tokens + panelStyles + homeStyles + look.theme);
  const focused = root.activeElement === button;
  button.remove();
  mountComponent(Shell, { target: root, props: { widget } });
  if (focused) root.querySelector<HTMLElement>('.launcher')?.focus();
  for (const call of queue.splice(0)) widget.call(call);
  return (call) => widget.call(call);
}
