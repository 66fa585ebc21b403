import { chooseArticle } from '../../bots/assistant/answer.ts';
import { decide } from '../../bots/assistant/decide.ts';
import { newState } from '../../bots/assistant/dialogues/state.ts';
import { passageOf } from '../../bots/assistant/passage.ts';
import { readArticleFiles, type ArticleFile } from '../../knowledge-base/content.ts';
import { EmbeddedSearch } from '../../knowledge-base/search/embedded.ts';
import type { Language } from '../../server/tickets/envelopes.ts';
import { readRows, share } from './rows.ts';
import { documentsOf } from '../support/articles.ts';

interface Figures {
  n: number;
  right: number;
  /** Another article than the right one, or any where there is none. */
  wrong: number;
  silent: number;
  /** Of n: those that have an answer, and of the others how many were answered all the same. */
  answerable: number;
  unanswerableAnswered: number;
  /** Right answers in the chat itself, where a question may also be taken for a complaint or a return. */
  rightInChat: number;
  wrongInChat: number;
}

/** Asks the sample knowledge base each question, alone and as the first message of a chat. */
export async function measureAnswers(file: string): Promise<{ languages: Record<string, Figures> }> {
  const articles = await readArticleFiles();
  const search = await indexed(articles);
  const languages: Record<string, Figures> = {};
  const shares: Record<string, unknown> = {};
  for (const {
    language,
    cells: [question = '', slug = ''],
  } of readRows(file, 3)) {
    const figures = (languages[language] ??= none());
    const hit = await chooseArticle({ search }, question, language);
    const inChat = await askInChat(articles, search, question, language);
    figures.n += 1;
    if (slug !== '-') figures.answerable += 1;
    if (!hit) figures.silent += 1;
    else if (hit.hit.slug === slug) figures.right += 1;
    else figures.wrong += 1;
    if (slug === '-' && hit) figures.unanswerableAnswered += 1;
    if (inChat) figures[inChat === slug ? 'rightInChat' : 'wrongInChat'] += 1;
  }
  for (const [language, figures] of Object.entries(languages)) {
    const { n, right, wrong, answerable, unanswerableAnswered, rightInChat, wrongInChat } = figures;
    shares[language] = {
      n,
      answerable,
      right: share(right, answerable),
      wrong: share(wrong, n),
      unanswerableAnswered: share(unanswerableAnswered, n - answerable),
      rightInChat: share(rightInChat, answerable),
      wrongInChat: share(wrongInChat, n),
    };
  }
  console.log('Answers (right: of the answerable, wrong: of all, unanswerableAnswered: of the unanswerable)');
  console.table(shares);
  return { languages };
}

const none = (): Figures => ({
  n: 0,
  right: 0,
  wrong: 0,
  silent: 0,
  answerable: 0,
  unanswerableAnswered: 0,
  rightInChat: 0,
  wrongInChat: 0,
});

async function indexed(articles: ArticleFile[]): Promise<EmbeddedSearch> {
  const search = new EmbeddedSearch();
  await search.index(documentsOf(articles));
  return search;
}

/** The slug that the assistant shows when a chat begins with the question; undefined when it shows none. */
async function askInChat(
  articles: ArticleFile[],
  search: EmbeddedSearch,
  question: string,
  language: Language,
): Promise<string | undefined> {
  let slug: string | undefined;
  const turn = { text: question, choice: undefined, attachments: 0 };
  const decision = await decide(newState(language), turn, {
    ticket: 1,
    async find(text, locale) {
      const found = await chooseArticle({ search }, text, locale);
      const article = articles.find((one) => one.slug === found?.hit.slug && one.locale === found.hit.locale);
      if (!found || !article) return undefined;
      slug = article.slug;
      const passage = passageOf({ ...article, updatedAt: new Date(0) }, found.asked);
      return { article: article.key, slug, locale, title: article.title, passage, url: `/help/${locale}/${slug}` };
    },
  });
  return slug && decision.text.includes(`/${slug}`) ? slug : undefined;
}
