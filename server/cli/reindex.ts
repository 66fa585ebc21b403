import { Articles } from '../../knowledge-base/model.ts';
import { indexArticle } from '../../knowledge-base/publish.ts';
import { openDesk } from './open.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud reindex

Gives every article to the search engine anew (Meilisearch). The embedded search is built by each start of the server.`,
  async run({ say }) {
    const desk = await openDesk();
    try {
      if (desk.context.search.name === 'embedded') {
        say('The embedded search is built by each start of the server: restart it.');
        return 0;
      }
      if (!(await desk.context.search.ready())) throw new Error('The search engine does not answer.');
      const articles = await Articles(desk.context).find({}, { _id: 1 }).lean();
      for (const { _id } of articles) await indexArticle(desk.context, String(_id));
      say(`${articles.length} articles indexed.`);
      return 0;
    } finally {
      await desk.close();
    }
  },
};
