import { removeSamples } from '../../knowledge-base/import-content.ts';
import { NO_SEARCH } from '../../knowledge-base/search/none.ts';
import { ensureFirstAdmin } from '../agents/first-admin.ts';
import { addDemo } from '../demo/add.ts';
import { removeDemo } from '../demo/remove.ts';
import { openDesk } from './open.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud demo [--remove]

Adds a sample company: agents, teams, rules, customers, and tickets over all channels in five languages. Nothing is sent
to anybody: addresses end in .example.
  --remove  takes all of it out again, the sample articles of the knowledge base included`,
  options: { remove: { type: 'boolean' } },
  async run({ options, say }) {
    const desk = await openDesk();
    try {
      if (options['remove'] === true) {
        const articles = await removeSamples({ ...desk.context, search: NO_SEARCH });
        say(`${await removeDemo(desk.context)} sample tickets and ${articles} sample articles removed.`);
        return 0;
      }
      // Samples are no first admin: before the first start that one is made here.
      const admin = await ensureFirstAdmin(desk.context);
      if (admin?.password) say(`First admin: ${admin.email}  one-time password: ${admin.password} (shown only now)`);
      for (const line of tell(await addDemo(desk.context), desk.context.config.publicUrl)) say(line);
      return 0;
    } finally {
      await desk.close();
    }
  },
};

/** What to print after adding; `base`: the address of the desk. */
export function tell(added: Awaited<ReturnType<typeof addDemo>>, base: string): string[] {
  if (!added) return ['The sample company is there already.'];
  const { company, tickets, ownPage } = added;
  return [
    `Sample company: ${tickets} tickets, ${company.agents.length} agents. They sign in with ${company.password} as`,
    ...company.agents.map(({ email, name, languages }) => `  ${email}  ${name} (${languages.join(', ')})`),
    ...(ownPage ? [`A customer with orders, from the inside: ${base}${ownPage}`] : []),
  ];
}
