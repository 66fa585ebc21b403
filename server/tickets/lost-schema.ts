import { Type } from 'typebox';
import { closed, oneOf, Time } from '../http/shapes.ts';

/** Why members of a ticket or a message are empty. */
export const lost = {
  /** What a rule of retention has taken: the files (of a message: how many), or all that was written. */
  redacted: Type.Optional(
    Type.Object({ what: oneOf('files', 'all'), at: Time, files: Type.Optional(Type.Integer()) }, closed),
  ),
  /** Names of those whose stored bytes were changed. */
  damaged: Type.Optional(Type.Array(Type.String())),
};
