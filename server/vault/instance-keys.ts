import { hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { secretKey } from './cipher.ts';
import type { KeyStore } from './keys.ts';
import { unwrap, wrap } from './ring.ts';

/** The instance's own keys, unwrapped. */
export interface InstanceKeys {
  /** Made from the instance key itself; wraps all others. */
  wrapping: KeyObject;
  hash: KeyObject;
  sign: KeyObject;
  /** The one in use first, then those before it. */
  seal: [KeyObject, ...KeyObject[]];
}

/** The ring was wrapped by another instance key. */
export class WrongKeyError extends Error {}

/** Opens the ring of a key file, made at the first time. Throws WrongKeyError on another instance key. */
export function openInstanceKeys(instanceKey: Uint8Array, keys: KeyStore): InstanceKeys {
  const wrapping = wrappingOf(instanceKey);
  if (keys.ring.generation() === null) keys.ring.fill(firstRing(wrapping));
  const wrapped = keys.ring.all();
  const open = (name: string): KeyObject => openNamed(wrapping, wrapped, name);
  const [current = '', ...older] = sealNames(wrapped);
  return { wrapping, hash: open('hash'), sign: open('sign'), seal: [open(current), ...older.map(open)] };
}

/**
 * Wraps everything in the key file by another instance key, in one durable step. Hashes and signatures stay as they
 * are; what is sealed by the instance gets a new key, and the one before stays for what it sealed.
 */
export function exchangeInstanceKey(keys: KeyStore, from: Uint8Array, to: Uint8Array): void {
  const [before, after] = [wrappingOf(from), wrappingOf(to)];
  const ring = new Map<string, Buffer>();
  for (const [name, wrapped] of keys.ring.all())
    ring.set(name, wrap(after, place(name), unwrap(before, place(name), wrapped).export()));
  const next = `seal/${numberOf(sealNames(ring)[0]) + 1}`;
  ring.set(next, wrap(after, place(next), randomBytes(32)));
  keys.ring.replace(ring, (owner, wrapped) =>
    wrap(after, `key/${owner}`, unwrap(before, `key/${owner}`, wrapped).export()),
  );
}

/** Takes the keys away that nothing is sealed with any more. */
export function dropOldSeals(keys: KeyStore): void {
  for (const name of oldSeals(keys)) keys.ring.remove(name);
}

/** Not empty after the instance key was exchanged, until what was sealed before is sealed anew. */
export const oldSeals = (keys: KeyStore): string[] => sealNames(keys.ring.all()).slice(1);

const firstRing = (wrapping: KeyObject): Map<string, Buffer> =>
  new Map(['hash', 'sign', 'seal/1'].map((name) => [name, wrap(wrapping, place(name), randomBytes(32))] as const));

function openNamed(wrapping: KeyObject, wrapped: Map<string, Buffer>, name: string): KeyObject {
  try {
    return unwrap(wrapping, place(name), wrapped.get(name) ?? Buffer.alloc(0));
  } catch (error) {
    throw new WrongKeyError('the instance key does not fit', { cause: error });
  }
}

const place = (name: string): string => `ring/${name}`;
const numberOf = (name: string | undefined): number => Number(name?.split('/')[1] ?? 0);
/** The latest first. */
const sealNames = (ring: Map<string, unknown>): string[] =>
  [...ring.keys()].filter((name) => name.startsWith('seal/')).sort((a, b) => numberOf(b) - numberOf(a));

/** A key object: ciphers over raw bytes take four times as long. */
const wrappingOf = (instanceKey: Uint8Array): KeyObject =>
  secretKey(new Uint8Array(hkdfSync('sha256', instanceKey, '', 'ombud seal v1', 32)));
