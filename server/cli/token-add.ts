import { addToken, SCOPES } from '../agents/token.ts';
import { openDesk } from './open.ts';
import { textOption, words, type Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud token add NAME [--scopes tickets:read,tickets:write]

Adds an access token for a program and prints it; it is stored nowhere else.
  --scopes  of ${SCOPES.join(', ')}; admin (everything) when not given`,
  takes: [1, 1],
  options: { scopes: { type: 'string' } },
  async run(input) {
    const desk = await openDesk();
    try {
      input.say(await addToken(desk.context, input.args[0] ?? '', words(textOption(input, 'scopes') ?? 'admin')));
      return 0;
    } finally {
      await desk.close();
    }
  },
};
