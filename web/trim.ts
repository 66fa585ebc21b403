import type { Plugin } from 'vite';

/**
 * What neither widget nor inbox ever does, as constants, so that the bundler can drop the code for it: they are never
 * hydrated, have no async or legacy components and no tracing. Svelte holds these in variables that its own functions
 * set.
 */
const CONSTANTS: Record<string, [from: RegExp, to: string][]> = {
  'internal/client/dom/hydration.js': [
    [/export let hydrating = false;/, 'export const hydrating = false;'],
    [/(function set_hydrating\(value\) \{)[^}]*\}/, '$1}'],
  ],
  'internal/flags/index.js': [
    [/export let async_mode_flag = false;/, 'export const async_mode_flag = false;'],
    [/export let legacy_mode_flag = false;/, 'export const legacy_mode_flag = false;'],
    [/export let tracing_mode_flag = false;/, 'export const tracing_mode_flag = false;'],
    [/(function \w+_mode_flag\(\) \{)[^}]*\}/g, '$1}'],
  ],
};

/** Where all state is raw, as in the widget. */
const RAW: typeof CONSTANTS = {
  'internal/client/reactivity/sources.js': [[/should_proxy \? proxy\(value\) : value/, 'value']],
};

/** Drops Svelte's unused parts from a build; fails when Svelte has changed so that nothing would be dropped. */
export function trimSvelte({ raw = false } = {}): Plugin {
  const constants = raw ? { ...CONSTANTS, ...RAW } : CONSTANTS;
  return {
    name: 'ombud:trim-svelte',
    enforce: 'pre',
    transform(code, id) {
      const name = Object.keys(constants).find((file) => id.endsWith(`/svelte/src/${file}`));
      if (!name) return null;
      let out = code;
      for (const [from, to] of constants[name] ?? []) {
        if (out.search(from) < 0) this.error(`${name} no longer has ${from.source}`);
        out = out.replace(from, to);
      }
      return { code: out, map: null };
    },
    generateBundle(_options, bundle) {
      // The bundler has used these hints; to browsers they say nothing.
      for (const file of Object.values(bundle))
        if (file.type === 'chunk')
          file.code = file.code.replace(/(\w?)\/\* @__PURE__ \*\/ /g, (_, before: string) => before && `${before} `);
    },
  };
}
