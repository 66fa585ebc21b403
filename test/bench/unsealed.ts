import { registerHooks } from 'node:module';

/**
 * The product with parts of it replaced as it is loaded, for the bench of what sealing costs: ciphers that leave bytes
 * as they are, one key for everybody that is never stored, nothing that feeds the search. The product itself has no
 * switch for that.
 */
const REPLACED: readonly (readonly [importer: string, specifier: string, instead: string])[] = [
  ['/server/vault/cipher.ts', 'node:crypto', './unsealed/crypto.ts'],
  ['/server/vault/vault.ts', './data-keys.ts', './unsealed/data-keys.ts'],
  ['/server/app.ts', './tickets/search/react.ts', './unsealed/search.ts'],
];

const missing = new Set(REPLACED.map(([importer]) => importer));
registerHooks({
  resolve(specifier, context, next) {
    const found = REPLACED.find(([importer, what]) => what === specifier && context.parentURL?.endsWith(importer));
    if (!found) return next(specifier, context);
    missing.delete(found[0]);
    return { url: new URL(found[2], import.meta.url).href, shortCircuit: true };
  },
});
await import('../../server/main.ts');
if (missing.size > 0) throw new Error(`nothing was replaced in ${[...missing].join(', ')}`);
