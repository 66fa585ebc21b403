import { addAgent } from '../agents/add.ts';
import { ROLES, Teams, type Role } from '../agents/model.ts';
import { LANGUAGES, type Language } from '../tickets/envelopes.ts';
import { openDesk } from './open.ts';
import { textOption, words, type Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud agent add EMAIL --name NAME [--role ROLE] [--languages en,es] [--teams Support,Returns]

Adds an agent and prints a one-time password.
  --role       ${ROLES.join(', ')}; agent when not given
  --languages  of ${LANGUAGES.join(', ')}; all when not given
  --teams      names of teams; the first team when not given`,
  takes: [1, 1],
  options: {
    name: { type: 'string' },
    role: { type: 'string' },
    languages: { type: 'string' },
    teams: { type: 'string' },
  },
  async run(input) {
    const email = input.args[0] ?? '';
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new Error(`${email} is not an e-mail address.`);
    const name = textOption(input, 'name') ?? email.replace(/@.*/, '');
    const role = oneOf(textOption(input, 'role') ?? 'agent', ROLES, 'role') as Role;
    const languages = words(textOption(input, 'languages') ?? '').map((word) => oneOf(word, LANGUAGES, 'language'));
    const desk = await openDesk();
    try {
      const teams = await Promise.all(
        words(textOption(input, 'teams') ?? '').map((team) => teamId(desk.context, team)),
      );
      const wish = {
        email,
        name,
        role,
        ...(languages.length > 0 ? { languages: languages as Language[] } : {}),
        ...(teams.length > 0 ? { teams } : {}),
      };
      const { password } = await addAgent(desk.context, wish);
      input.say(`${name} can sign in as ${email.toLowerCase()} with the one-time password ${password}`);
      return 0;
    } finally {
      await desk.close();
    }
  },
};

function oneOf(word: string, allowed: readonly string[], what: string): string {
  if (!allowed.includes(word)) throw new Error(`There is no ${what} "${word}": ${allowed.join(', ')}.`);
  return word;
}

async function teamId(context: Parameters<typeof Teams>[0], name: string): Promise<string> {
  const team = await Teams(context).findOne({ name }, { _id: 1 }).lean();
  if (!team) throw new Error(`There is no team "${name}".`);
  return String(team._id);
}
