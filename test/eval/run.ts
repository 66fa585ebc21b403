/**
 * The assistant's figures: `npm run eval`, or `-- --intents FILE`, `--answers FILE`, `--retrieval DIR --locale L`.
 * Prints a table; the last line is JSON (INTERFACE "Commands"). Measures only: nothing is trained on these files.
 */
import { parseArgs } from 'node:util';
import { LANGUAGES, type Language } from '../../server/tickets/envelopes.ts';
import { measureAnswers } from './answers.ts';
import { measureIntents } from './intents.ts';
import { measureRetrieval } from './retrieval.ts';

const { values } = parseArgs({
  options: {
    intents: { type: 'string' },
    answers: { type: 'string' },
    retrieval: { type: 'string' },
    locale: { type: 'string' },
  },
});
const own = (name: string): string => new URL(name, import.meta.url).pathname;

const parts: Record<string, unknown> = {};
const nothingNamed = !values.intents && !values.answers && !values.retrieval;
if (values.intents || nothingNamed) parts['intents'] = measureIntents(values.intents ?? own('intents.tsv'));
if (values.answers || nothingNamed) parts['answers'] = await measureAnswers(values.answers ?? own('answers.tsv'));
if (values.retrieval) parts['retrieval'] = await measureRetrieval(values.retrieval, localeOf(values.locale));

const figures = Object.values(parts);
console.log(JSON.stringify(figures.length === 1 ? figures[0] : parts));

function localeOf(text: string | undefined): Language {
  const locale = LANGUAGES.find((language) => language === text);
  if (!locale) throw new Error(`--locale must be one of ${LANGUAGES.join(', ')}`);
  return locale;
}
