import type { Language } from '../../../server/tickets/envelopes.ts';
import type { Answer } from '../answer.ts';
import { noticeFirst } from '../dialogues/notice.ts';
import type { Decision, Form, FormKind, HandoverReason, State } from '../dialogues/state.ts';
import { orderIn } from '../dialogues/numbers.ts';
import { isQuestion } from '../dialogues/words.ts';
import { decideHandover } from '../handover.ts';
import { isAngry, recogniseIntent } from '../intent.ts';
import { recogniseLanguage } from '../language.ts';
import { assistantTexts } from '../../../server/messages/assistant.ts';
import { markOf } from '../word-answer.ts';
import { answerLetter, filedLetter, personLetter, type Letter } from './word.ts';

/** A mail that opens a ticket, with what deciding about it needs from outside. */
export interface FirstMail {
  /** Its subject and what was written. */
  subject: string;
  text: string;
  /** The ticket's number. */
  number: number;
  shop: string;
  /** Whom the answer goes to; undefined: nobody may be written to by itself. */
  to: string | undefined;
  /** True when the mailbox confirms by itself that mail has come: then a hand-over says nothing more. */
  acknowledged: boolean;
  /** The paragraph that tells where it is followed; may be empty. */
  following(language: Language): string;
  find(question: string, language: Language): Promise<Answer | undefined>;
}

/** Enough to tell what a mail is about: they can be long. */
const READ_CHARACTERS = 200;
const SURE_OF_LANGUAGE = 0.7;
/** Nobody is asked whether it is right. */
const SURE = 0.7;
/** So sure that nothing of it has to be told yet. */
const CERTAIN = 0.9;
/** Somewhere in a long mail only a clear wish for a person counts. */
const SURE_OF_WISH = 0.85;
const SENTENCES = 12;

/**
 * What becomes of a mail: an inquiry is answered with an article, a complaint or a return filed, with one mail of the
 * assistant; all else, and whatever it is not sure of, goes to people. Changes nothing by itself.
 */
export async function decideMail(before: State, mail: FirstMail): Promise<Decision> {
  const whole = `${mail.subject}\n${mail.text}`.trim();
  const read = recogniseLanguage(whole.slice(0, READ_CHARACTERS), before.language);
  const language = read.certainty >= SURE_OF_LANGUAGE ? read.language : before.language;
  const state: State = { ...before, language, introduced: true };
  const { label, certainty } = recogniseIntent(whole.slice(0, READ_CHARACTERS));
  const kind = (label === 'complaint' || label === 'return') && certainty >= SURE ? label : undefined;
  if (isAngry(whole)) return toPeople(state, mail, 'anger');
  if (wishesPerson(mail.text)) return toPeople(state, mail, 'wish');
  const silent = mail.to === undefined || label === 'status' || label === 'thanks';
  const answer = silent ? undefined : await mail.find(whole, language);
  if (kind && tells(kind, mail.text)) return filed(state, mail, kind, answer);
  if (answer && (!kind || isQuestion(mail.text))) return answered(state, mail, answer);
  if (kind && certainty >= CERTAIN) return filed(state, mail, kind, answer);
  const order = label === 'status' && certainty >= SURE ? orderIn(mail.text) : undefined;
  // On the page that the answer leads to it stands how far the order is, for who gets the answer.
  return { ...toPeople(state, mail, 'noAnswer'), ...(order ? { fields: { order } } : {}) };
}

/** It is for people, and they are told that it was; the customer wrote again, or nobody may be answered by itself. */
export function leaveToPeople(
  state: State,
  mail: Pick<FirstMail, 'text' | 'number'>,
  reason: HandoverReason,
): Decision {
  return { ...decideHandover(state, reason, { text: mail.text, ticket: mail.number }), text: '' };
}

function wishesPerson(text: string): boolean {
  const sentences = text.match(/[^.?!\n]+/g) ?? [];
  return sentences.slice(0, SENTENCES).some((sentence) => {
    const { label, certainty } = recogniseIntent(sentence);
    return label === 'person' && certainty >= SURE_OF_WISH;
  });
}

/** Who only asks how to return something gets the answer; who tells what is wrong, or of which order, has it filed. */
function tells(kind: FormKind, text: string): boolean {
  const { happened, reason, order } = formOf(kind, text).fields;
  return [happened, reason, order].some((said) => said !== undefined);
}

const formOf = (kind: FormKind, text: string): Form => {
  const empty: Form = { kind, fields: {}, asking: 'confirm', tries: 0 };
  return { ...empty, fields: noticeFirst(empty, text) };
};

function filed(before: State, mail: FirstMail, kind: FormKind, answer: Answer | undefined): Decision {
  const form = formOf(kind, `${mail.subject}\n${mail.text}`);
  const state = { ...shown(before, answer), form };
  const { handOver, ...decision } = decideHandover(state, kind, { text: mail.text, ticket: mail.number });
  const { unconfirmed } = assistantTexts[state.language].note;
  return {
    ...decision,
    state: { ...decision.state, form: null },
    type: { value: kind, guessed: true },
    ...(handOver ? { handOver: { ...handOver, note: `${handOver.note}\n${unconfirmed}` } } : {}),
    ...sent(mail, filedLetter(factsOf(state, mail), form, answer)),
    ...(answer ? markOf(answer) : {}),
  };
}

const answered = (state: State, mail: FirstMail, answer: Answer): Decision => ({
  state: { ...shown(state, answer), waiting: 'helped' },
  ...sent(mail, answerLetter(factsOf(state, mail), answer)),
  ...markOf(answer),
});

function toPeople(state: State, mail: FirstMail, reason: HandoverReason): Decision {
  const decision = leaveToPeople(state, mail, reason);
  return mail.acknowledged ? decision : { ...decision, ...sent(mail, personLetter(factsOf(state, mail))) };
}

const shown = (state: State, answer: Answer | undefined): State =>
  answer ? { ...state, shown: [...state.shown, answer.title] } : state;

const factsOf = ({ language }: State, { number, shop, following }: FirstMail) => ({
  ...{ language, number, shop },
  following: following(language),
});

/** Nothing is said where nobody may be answered by itself. */
const sent = ({ to }: FirstMail, { subject, text, html }: Letter): Pick<Decision, 'text' | 'mail'> =>
  to === undefined ? { text: '' } : { text, mail: { to, subject, html } };
