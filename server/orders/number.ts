import type { Context } from '../context.ts';

/** The form of an order's number that is hashed: people type it in lower case, and with a # before it. */
const normalise = (number: string): string => number.trim().normalize('NFC').replace(/^#/, '').toUpperCase();

/** The keyed hash under which an order is found. */
export const orderHash = (context: Pick<Context, 'vault'>, number: string): string =>
  context.vault.hash('order', normalise(number));
