import { randomBytes } from 'node:crypto';
import type { Vault } from '../../vault/vault.ts';

/**
 * Thread tokens: the only thing that lets a mail join a ticket (RELIABILITY.md). Three carriers, one content: our
 * Message-ID `<ombud.{thread}.{random}.{who}.{mac}@domain>`, the anchor in References (the same with the word
 * `anchor` for the random part; some relays replace the Message-ID) and the reply tag `local+{thread}.{who}.{mac}@domain`.
 * `who` is a keyed hash of the addressee, so that a reading without the store can tell who was written to.
 */
export interface Token {
  /** The ticket's thread id. */
  thread: string;
  who: string;
}

const MAC_BYTES = 16;
const ID = /^ombud\.([\w-]{1,64})\.([\w-]{6,32})\.([\w-]{8})\.([\w-]{22})@/;
const TAG = /^([\w-]{1,64})\.([\w-]{8})\.([\w-]{22})$/;

/** A fresh Message-ID (without angle brackets) that binds thread and addressee; 128 random bits. */
export function mintMessageId(vault: Vault, desk: string, thread: string, to: string): string {
  return tokenId(vault, desk, thread, randomBytes(16).toString('base64url'), to);
}

/** The id that stands first in References of every mail of a thread to this addressee; always the same. */
export function anchorId(vault: Vault, desk: string, thread: string, to: string): string {
  return tokenId(vault, desk, thread, 'anchor', to);
}

/** The desk's address with the thread's tag, for Reply-To of mailboxes whose server takes sub-addresses (RFC 5233). */
export function replyAddress(vault: Vault, desk: string, thread: string, to: string): string {
  const who = addresseeMark(vault, to);
  const mac = vault.sign('email tag', `${thread}.${who}`, MAC_BYTES);
  const [local, domain] = splitAddress(desk);
  return `${local}+${thread}.${who}.${mac}@${domain}`;
}

/** The token of a message id without angle brackets; undefined unless its MAC holds. */
export function readMessageId(vault: Vault, id: string): Token | undefined {
  const [, thread = '', random = '', who = '', mac = ''] = ID.exec(id) ?? [];
  if (!thread || !vault.verify('email id', `${thread}.${random}.${who}`, mac, MAC_BYTES)) return undefined;
  return { thread, who };
}

/** The token of an address of ours with a tag; undefined unless its MAC holds. */
export function readReplyAddress(vault: Vault, desk: string, address: string): Token | undefined {
  const [local, domain] = splitAddress(desk);
  const [tagged, taggedDomain] = splitAddress(address);
  const prefix = `${local}+`;
  if (taggedDomain !== domain || tagged.slice(0, prefix.length).toLowerCase() !== prefix) return undefined;
  const [, thread = '', who = '', mac = ''] = TAG.exec(tagged.slice(prefix.length)) ?? [];
  if (!thread || !vault.verify('email tag', `${thread}.${who}`, mac, MAC_BYTES)) return undefined;
  return { thread, who };
}

/** Is this the address that the token was sent to? */
export function isAddressee(vault: Vault, token: Token, address: string): boolean {
  return token.who === addresseeMark(vault, address);
}

/** True for the desk's own address and its plus-addresses (RFC 5233). */
export function isOwnAddress(desk: string, address: string): boolean {
  const [local, domain] = splitAddress(desk);
  const [otherLocal, otherDomain] = splitAddress(address);
  return domain === otherDomain && otherLocal.toLowerCase().split('+')[0] === local;
}

function tokenId(vault: Vault, desk: string, thread: string, random: string, to: string): string {
  const body = `${thread}.${random}.${addresseeMark(vault, to)}`;
  return `ombud.${body}.${vault.sign('email id', body, MAC_BYTES)}@${splitAddress(desk)[1]}`;
}

/** 48 bits: enough to tell addressees apart; who forges one needs a valid token of the thread besides. */
const addresseeMark = (vault: Vault, address: string): string =>
  vault.hash('email addressee', address.trim().toLowerCase()).slice(0, 8);

/** Local part as it is, domain in lower case; the desk's own address is in lower case already (config.ts). */
function splitAddress(address: string): [local: string, domain: string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at), address.slice(at + 1).toLowerCase()];
}
