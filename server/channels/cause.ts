/** Why a channel does not work, in a word that the inbox translates (messages/work, `causes`). */
export const CAUSES = [
  'address',
  'refused',
  'timeout',
  'closed',
  'certificate',
  'tls',
  'sign-in',
  'access',
  'provider',
  'folder',
  'move',
  'elsewhere',
  'private-host',
  'other',
] as const;
export type Cause = (typeof CAUSES)[number];

/** The word, and what the other side said; never with a password in it. */
export interface Failed {
  cause: Cause;
  detail: string;
}
