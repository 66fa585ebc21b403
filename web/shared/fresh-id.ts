/** An id that nobody else makes: 32 hex digits. `crypto.randomUUID` is missing where a page came without https. */
export const freshId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
