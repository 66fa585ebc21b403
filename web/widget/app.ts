import { mount as mountComponent } from 'svelte';
import Shell from './Shell.svelte';
import homeStyles from './styles/home.css?inline';
import panelStyles from './styles/panel.css?inline';
import tokens from './styles/tokens.css?inline';
import { Widget, type Given } from './state/widget.svelte.ts';
import { languageOf, textsOf } from './text/texts.ts';

/**
 * Called by the loader, once: puts the app in place of its button. Resolves with what `window.ombud(…)` calls from
 * now on.
 */
export async function mount({ root, button, base, script, queue }: Given): Promise<(call: unknown[]) => void> {
  const locale = languageOf(script.dataset['lang'] || document.documentElement.lang || navigator.language);
  const widget = new Widget(base, root, { locale, t: await textsOf(locale) });
  root.adoptedStyleSheets = [];
  widget.wear(tokens + panelStyles + homeStyles);
  const focused = root.activeElement === button;
  button.remove();
  mountComponent(Shell, { target: root, props: { widget } });
  if (focused) root.querySelector<HTMLElement>('.launcher')?.focus();
  for (const call of queue.splice(0)) widget.call(call);
  return (call) => widget.call(call);
}
