import { escapeHtml } from '../../../server/http/html.ts';
import { assistantTexts } from '../../../server/messages/assistant.ts';
import { assistantMail } from '../../../server/messages/assistant-mail.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';
import type { Answer } from '../answer.ts';
import { fieldsOf } from '../dialogues/fields.ts';
import type { BaseField, Form, FormKind } from '../dialogues/state.ts';
import { citesOf, foundLine } from '../word-answer.ts';

/** A mail of the assistant: both bodies say the same. */
export interface Letter {
  subject: string;
  text: string;
  html: string;
}

interface Facts {
  language: Language;
  /** The ticket's number. */
  number: number;
  /** Whose assistant it is. */
  shop?: string | undefined;
  /** The paragraph that tells where it is followed; may be empty. */
  following?: string;
}

/** The passage of an article that answers, with its link. */
export function answerLetter(facts: Facts, answer: Answer): Letter {
  const { notThis } = assistantMail[facts.language];
  return letter(facts, 'answer', [
    ...articleParts(facts.language, answer, foundLine(facts.language, answer)),
    plain(notThis),
  ]);
}

/** Its number, what is missing, and an article that may help in the meantime. */
export function filedLetter(facts: Facts, form: Form, answer?: Answer): Letter {
  const texts = assistantMail[facts.language];
  const missing = missingOf(form).map((field) => (field === 'wish' ? texts.wish[form.kind] : texts.tell[field]));
  const elsewhere = answer && answer.locale !== facts.language;
  const found = answer && (elsewhere ? foundLine(facts.language, answer) : titled(texts.meanwhile, answer));
  return letter(facts, form.kind, [
    plain(texts[form.kind]),
    PROMISE,
    ...(missing.length > 0 ? [plain(texts.missing), listed(missing)] : [plain(texts.complete)]),
    ...(answer && found ? articleParts(facts.language, answer, found) : []),
  ]);
}

/** A person reads it. */
export const personLetter = (facts: Facts): Letter =>
  letter(facts, 'person', [plain(assistantMail[facts.language].person), PROMISE]);

/** What has not been said, in the order in which it would be asked. */
const missingOf = ({ kind, fields }: Form): BaseField[] => fieldsOf(kind).filter((field) => !fields[field]);

const titled = (text: string, { title }: Answer): string => text.replace('{title}', () => title);

/** A paragraph as text and as HTML. */
interface Part {
  text: string;
  html: string;
}

/** Where it is said by when they are answered, which is known when the ticket has its type (tickets/promise.ts). */
export const PROMISE_HTML = '<p>{due}</p>';
const PROMISE: Part = { text: '{due}', html: PROMISE_HTML };

const plain = (text: string): Part => ({ text, html: `<p>${lines(text)}</p>` });
const lines = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');
const listed = (items: readonly string[]): Part => ({
  text: items.map((item) => `• ${item}`).join('\n'),
  html: `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`,
});

function articleParts(language: Language, answer: Answer, found: string): Part[] {
  const { more } = assistantTexts[language];
  const quoted = answer.draft?.text ?? answer.passage;
  const link = `<a href="${escapeHtml(answer.url)}">${escapeHtml(answer.title)}</a>`;
  return [
    ...(answer.draft ? [] : [plain(found)]),
    { text: quoted, html: `<blockquote>${lines(quoted)}</blockquote>` },
    ...(answer.draft ? [plain(citesOf(language, answer, answer.draft))] : []),
    { text: more.replace('{url}', () => answer.url), html: `<p>${escapeHtml(more).replace('{url}', () => link)}</p>` },
  ];
}

/** Its address as a link. */
const followed = (text: string): Part => ({
  text,
  html: `<p>${lines(text).replace(/https?:[^\s<]+/, (url) => `<a href="${url}">${url}</a>`)}</p>`,
});

function letter(
  { language, number, shop, following }: Facts,
  about: 'answer' | 'person' | FormKind,
  parts: Part[],
): Letter {
  const { intro, introOf } = assistantTexts[language];
  const { subject, sent } = assistantMail[language];
  const numbered = (text: string): string => text.replaceAll('{number}', String(number));
  const all = [
    plain(shop ? introOf.replace('{shop}', () => shop) : intro),
    ...parts,
    ...(following ? [followed(following)] : []),
    plain(sent),
  ];
  return {
    subject: numbered(subject[about]),
    text: numbered(all.map(({ text }) => text).join('\n\n')),
    html: numbered(all.map(({ html }) => html).join('')),
  };
}
