import { importFolder } from '../../knowledge-base/folder/import.ts';
import { NO_SEARCH } from '../../knowledge-base/search/none.ts';
import { LANGUAGES, type Language } from '../tickets/envelopes.ts';
import { openDesk } from './open.ts';
import { textOption, type Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud import kb DIR [--locale LANGUAGE]

Takes a folder of Markdown files into the knowledge base, with the pictures beside them. Front matter says key, slug,
title, summary, category, keywords, order, status (draft, internal, published), locale; what it does not say comes from
the path (pl/returns/how-to.md, how-to.pl.md) and the first heading. Files with the same key are one article. What was
imported before and has not changed in the folder is passed over: an import that was broken off goes on where it
stopped. A running server shows what is published within two seconds.
  --locale  of files that do not say it: ${LANGUAGES.join(', ')}; en when not given`,
  takes: [1, 1],
  options: { locale: { type: 'string' } },
  async run(input) {
    const locale = textOption(input, 'locale') ?? 'en';
    if (!LANGUAGES.includes(locale as Language))
      throw new Error(`There is no language "${locale}": ${LANGUAGES.join(', ')}.`);
    const desk = await openDesk();
    try {
      const context = { ...desk.context, search: NO_SEARCH };
      const done = await importFolder(context, input.args[0] ?? '', locale as Language);
      for (const problem of done.problems) input.say(`not taken: ${problem}`);
      for (const path of done.others) input.say(`no article, no picture: ${path}`);
      const { files, added, changed, same, images } = done;
      input.say(`${files} files: ${added} articles new, ${changed} changed, ${same} as they were; ${images} pictures.`);
      return done.problems.length > 0 ? 1 : 0;
    } finally {
      await desk.close();
    }
  },
};
