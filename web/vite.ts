import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { InlineConfig, PluginOption } from 'vite';
import { flatIcons } from './icons.ts';
import { shellFiles } from './shell.ts';
import { trimSvelte } from './trim.ts';
import { distFolder, webFolder, type FrontEnd } from './stamp.ts';

// How the three front ends are built. No config file: build.ts and the development server pass these on.

// With older targets light-dark() would be lowered to a media query, and the theme switch would do nothing.
const cssTarget = ['chrome123', 'edge123', 'firefox121', 'safari17.5'];
const target = ['chrome123', 'edge123', 'firefox121', 'safari17.5'];

/** What must be built for a front end, in order; nothing while its entries are not there. */
export function buildsOf(name: FrontEnd): InlineConfig[] {
  return builds[name]()
    .filter((build) => existsSync(build.entry))
    .map((build) => build.config);
}

interface Build {
  entry: string;
  config: InlineConfig;
}

const builds: Record<FrontEnd, () => Build[]> = {
  inbox: () => [
    { entry: join(webFolder, 'inbox/index.html'), config: inbox() },
    { entry: join(webFolder, 'inbox/shell/worker.ts'), config: inboxWorker() },
  ],
  widget: () => [
    { entry: join(webFolder, 'widget/app.ts'), config: widgetApp() },
    { entry: join(webFolder, 'widget/loader.ts'), config: widgetLoader() },
  ],
  help: () => [
    { entry: join(webFolder, 'help/server.ts'), config: helpServer() },
    { entry: join(webFolder, 'help/client.ts'), config: helpClient() },
  ],
};

/** A single page under /inbox/, assets with hashed names. */
export function inbox(): InlineConfig {
  const root = join(webFolder, 'inbox');
  return {
    ...common([flatIcons(), trimSvelte(), svelte({ configFile: false, compilerOptions: { runes: true } })]),
    root,
    base: '/inbox/',
    publicDir: join(root, 'public'),
    build: {
      ...output(join(distFolder, 'inbox')),
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        checks,
        treeshake: leanSvelte,
        // The first screen in two files instead of thirty: fewer to ask for, and together they compress better.
        output: {
          chunkFileNames: ({ facadeModuleId }) => `assets/${catalogueName(facadeModuleId) ?? '[name]'}-[hash].js`,
          codeSplitting: {
            groups: [
              { name: 'libraries', tags: ['$initial'], test: /[\\/]node_modules[\\/]/, priority: 1 },
              { name: 'desk', tags: ['$initial'], test: /\.(?!html)\w+$/ },
            ],
          },
        },
      },
    },
  };
}

/** The inbox's service worker: one classic script beside the page, after it, because it names what was built. */
export function inboxWorker(): InlineConfig {
  const outDir = join(distFolder, 'inbox');
  return {
    ...common([shellFiles(outDir)]),
    root: join(webFolder, 'inbox'),
    publicDir: false,
    build: {
      ...output(outDir),
      emptyOutDir: false,
      lib: {
        entry: join(webFolder, 'inbox/shell/worker.ts'),
        formats: ['iife'],
        name: 'shell',
        fileName: () => 'sw.js',
      },
    },
  };
}

/** The chat app: one ES module with fixed name (its parts hashed), styles inside, for shadow DOM on foreign pages. */
export function widgetApp(): InlineConfig {
  return {
    ...common([
      trimSvelte({ raw: true }),
      svelte({ configFile: false, emitCss: false, compilerOptions: { css: 'injected' } }),
    ]),
    root: join(webFolder, 'widget'),
    base: './',
    publicDir: false,
    build: {
      ...output(join(distFolder, 'widget')),
      // As libraries: then Vite leaves import() as it is, without a helper that is bigger than the loader.
      lib: { entry: join(webFolder, 'widget/app.ts'), formats: ['es'] },
      rolldownOptions: {
        treeshake: leanSvelte,
        checks,
        preserveEntrySignatures: 'exports-only',
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'parts/[name]-[hash].js',
          // Vite leaves a library's white space alone.
          minify: true,
        },
      },
    },
  };
}

/** The snippet: one classic script, served as /widget.js. */
export function widgetLoader(): InlineConfig {
  return {
    ...common([]),
    root: join(webFolder, 'widget'),
    publicDir: false,
    build: {
      ...output(join(distFolder, 'widget')),
      emptyOutDir: false,
      lib: {
        entry: join(webFolder, 'widget/loader.ts'),
        formats: ['iife'],
        name: 'ombud',
        fileName: () => 'widget.js',
      },
    },
  };
}

/** Pages rendered on the server: server.js with everything inside, and one style sheet for server and islands. */
export function helpServer(): InlineConfig {
  return {
    ...common([svelte({ configFile: false })]),
    root: join(webFolder, 'help'),
    base: '/help/assets/server/',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ...output(join(distFolder, 'help/server')),
      target: 'node24',
      ssr: true,
      emitAssets: true,
      cssCodeSplit: false,
      minify: false,
      cssMinify: true,
      assetsInlineLimit: 0,
      rolldownOptions: {
        checks,
        input: join(webFolder, 'help/server.ts'),
        output: { format: 'es', entryFileNames: '[name].js', assetFileNames: '[name][extname]' },
      },
    },
  };
}

/** What hydrates the islands: client.js with a fixed name, further parts hashed. */
export function helpClient(): InlineConfig {
  return {
    ...common([svelte({ configFile: false })]),
    root: join(webFolder, 'help'),
    base: '/help/assets/client/',
    publicDir: false,
    build: {
      ...output(join(distFolder, 'help/client')),
      modulePreload: { polyfill: false },
      rolldownOptions: {
        checks,
        input: join(webFolder, 'help/client.ts'),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
      },
    },
  };
}

/** `inbox-ru` of server/messages/inbox/ru.ts: else they would all be called by their language alone. */
function catalogueName(module: string | null): string | undefined {
  return /\/server\/messages\/(\w+\/\w+)\.ts$/.exec(module ?? '')?.[1]?.replace('/', '-');
}

/** Svelte's unused parts (custom elements, the old API) are kept otherwise: they touch HTMLElement when loaded. */
const leanSvelte = { moduleSideEffects: (id: string) => !id.includes('/node_modules/svelte/') };

/** Nobody who starts the desk needs to know how long which plugin took. */
const checks = { bundlerTimings: false };

function common(plugins: PluginOption[]): InlineConfig {
  return { configFile: false, envDir: false, clearScreen: false, logLevel: 'warn', appType: 'custom', plugins };
}

function output(outDir: string) {
  return { outDir, emptyOutDir: true, target, cssTarget, reportCompressedSize: false } as const;
}
