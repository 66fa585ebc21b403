import { indexEverything } from '../../knowledge-base/publish.ts';
import type { Context } from '../context.ts';
import { Feed } from '../tickets/search/feed.ts';
import { askAnew } from '../tickets/search/marks.ts';
import { SearchPacks } from '../tickets/search/model.ts';
import { openDesk } from './open.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud reindex

Builds both searches anew: that of tickets (by the running server, where there is one; until it is done not everything
is found), and that of articles, where Meilisearch is used: it is filled beside the present index, which answers until the
new one takes its place whole. The embedded search of articles is built by each start of the server.`,
  async run({ say }) {
    const desk = await openDesk();
    try {
      await askAnew(desk.context);
      if (desk.running) say('The running server builds the search of tickets anew.');
      else say(`${await indexTickets(desk.context)} tickets indexed.`);
      if (desk.context.config.meili) say(`${await indexArticles(desk.context)} articles indexed.`);
      return 0;
    } finally {
      await desk.close();
    }
  },
};

async function indexTickets(context: Context): Promise<number> {
  const feed = Feed.of(context);
  while (await feed.round());
  return await SearchPacks(context).countDocuments();
}

async function indexArticles(context: Context): Promise<number> {
  const articles = await indexEverything(context);
  await context.search.rebuild?.();
  return articles;
}
