import type { Language } from '../../server/tickets/envelopes.ts';
import { assistantTexts } from '../../server/messages/assistant.ts';
import type { Answer } from './answer.ts';
import { startForm } from './dialogues/form.ts';
import { withForm } from './dialogues/labelled.ts';
import type { Prover } from './dialogues/proof.ts';
import { withPurchase, type OrderDesk } from './dialogues/purchase.ts';
import type { Choice, Decision, FormKind, State, Turn } from './dialogues/state.ts';
import { isQuestion, yesOrNo } from './dialogues/words.ts';
import { markOf, wordAnswer } from './word-answer.ts';
import { decideHandover } from './handover.ts';
import { inForm, takeFilled } from './in-form.ts';
import { proving, status, statusNumber } from './status.ts';
import { isAngry, recogniseIntent, type Intent } from './intent.ts';
import { recogniseLanguage } from './language.ts';

/** What deciding needs from outside. */
export interface Help {
  /** The knowledge base's answer, if it has one that is sure enough. */
  find(question: string, language: Language): Promise<Answer | undefined>;
  /** The ticket's number, which the customer gets as receipt. */
  ticket: number;
  /** How an address is proved, where the customer's channel says who they are. */
  prover?: Prover;
  /** What they may know of orders and requests, where they can prove who they are. */
  orders?: OrderDesk;
  /** Whose assistant it is, where the shop has a name. */
  shop?: string;
  /** True where the customer can be shown a form. */
  forms?: boolean;
}

/** Below this certainty it asks, or answers only what the knowledge base is sure of. */
const SURE = 0.45;
/** In the middle of a form only a clear wish for a person counts: "my husband, the person who ordered" is none. */
const SURE_IN_FORM = 0.85;
/** So many questions without an answer, and a person takes over. */
const MISSES = 2;
/** It asks at most this often what a chat is about. */
const UNCLEAR = 2;
/** Certain enough to change the language of the chat. */
const SURE_OF_LANGUAGE = 0.7;

/** What the assistant says and does about a customer's turn. Changes nothing by itself. */
export async function decide(before: State, turn: Turn, help: Help): Promise<Decision> {
  const state = { ...before, language: languageOf(before, turn) };
  const decision = await react(state, turn, help);
  if (before.introduced) return decision;
  const { shop } = help;
  const { intro, introOf } = assistantTexts[state.language];
  const hello = shop ? introOf.replace('{shop}', () => shop) : intro;
  return { ...decision, text: `${hello}\n${decision.text}`, state: { ...decision.state, introduced: true } };
}

function languageOf(state: State, { text, choice }: Turn): Language {
  if (choice) return state.language;
  const { language, certainty } = recogniseLanguage(text, state.language);
  return certainty >= SURE_OF_LANGUAGE ? language : state.language;
}

async function react(state: State, turn: Turn, help: Help): Promise<Decision> {
  const filled = await takeFilled(state, turn, help);
  if (filled) return filled;
  const proof = await proving(state, turn, help);
  if (proof) return proof;
  const intent = recogniseIntent(turn.text);
  const about = { text: turn.choice ? state.unanswered : turn.text, ticket: help.ticket };
  // What opens a chat with a bot (Telegram's button): nothing is said yet.
  if (/^\/start\b/.test(turn.text)) return offer(state);
  const sure = state.form ? SURE_IN_FORM : SURE;
  if (turn.choice === 'topic:person' || (!turn.choice && intent.label === 'person' && intent.certainty >= sure))
    return decideHandover(state, 'wish', about);
  if (!turn.choice && isAngry(turn.text))
    return decideHandover(state, 'anger', { ...about, type: intent.label === 'return' ? 'return' : 'complaint' });
  const going = await inForm(state, turn, help);
  if (going) return going;
  const numbered = await statusNumber(state, turn, help);
  if (numbered) return numbered;
  if (state.waiting === 'helped') {
    const answer = helpedOrNot(turn, intent);
    if (answer === 'no') return decideHandover(state, 'notHelpful', { ...about, type: 'inquiry' });
    if (answer === 'yes') return glad(state);
  }
  if (state.waiting === 'person' && yesOrNo(turn.text) === 'yes') return decideHandover(state, 'wish', about);
  if (turn.choice?.startsWith('topic:')) return onTopic(state, turn.choice.slice('topic:'.length), help);
  if (turn.text === '') return say(state, [textsOf(state).fileReceived, textsOf(state).offer], topics(state));
  return byIntent(state, turn.text, intent, help);
}

function helpedOrNot({ text, choice }: Turn, intent: Intent): 'yes' | 'no' | undefined {
  if (choice) return choice === 'helped:yes' ? 'yes' : choice === 'helped:no' ? 'no' : undefined;
  return yesOrNo(text) ?? (intent.label === 'thanks' && intent.certainty >= SURE ? 'yes' : undefined);
}

/** The topic was chosen: the message that was not understood is taken as such, if there was one. */
async function onTopic(state: State, topic: string, help: Help): Promise<Decision> {
  const text = state.unanswered;
  const known = { ...state, unanswered: '', unclear: 0 };
  if (topic === 'complaint' || topic === 'return') return begin(known, topic, text, help);
  return text ? inquiry(known, text, help) : say({ ...known, waiting: 'question' }, [textsOf(state).ask]);
}

async function begin(state: State, kind: FormKind, text: string, { forms, orders }: Help): Promise<Decision> {
  const { form: texts } = textsOf(state);
  const lead = [kind === 'complaint' ? texts.startComplaint : texts.startReturn, texts.leave];
  const decision = await withPurchase(startForm(state, kind, text), orders, lead);
  return forms ? withForm(decision) : decision;
}

async function byIntent(state: State, text: string, intent: Intent, help: Help): Promise<Decision> {
  if (intent.certainty < SURE) return unsure(state, text, help);
  switch (intent.label) {
    case 'greeting':
      return offer(state);
    case 'thanks':
      return say({ ...state, waiting: 'nothing', misses: 0 }, [textsOf(state).welcome], undefined, true);
    case 'complaint':
    case 'return':
      return reporting(state, intent.label, text, help);
    case 'status':
      return status(state, text, help);
    case 'other':
      return outOfScope(state, text, help);
    default:
      return inquiry(state, text, help);
  }
}

/** Not understood: what the knowledge base is sure of is still an answer; else it asks, twice at most. */
async function unsure(state: State, text: string, help: Help): Promise<Decision> {
  const answer = await help.find(text, state.language);
  if (answer) return answered(state, answer);
  if (state.unclear >= UNCLEAR) return miss(state, text, help);
  const asked = { ...state, waiting: 'topic' as const, unclear: state.unclear + 1, unanswered: text };
  return say(asked, [textsOf(state).unclear], topics(state));
}

async function inquiry(state: State, text: string, help: Help): Promise<Decision> {
  const answer = await help.find(text, state.language);
  return answer ? answered(state, answer) : miss(state, text, help);
}

function miss(state: State, text: string, help: Help): Decision {
  const missed = { ...state, misses: state.misses + 1, waiting: 'person' as const };
  if (missed.misses >= MISSES)
    return decideHandover(missed, 'noAnswer', { text, ticket: help.ticket, type: 'inquiry' });
  return say(missed, [textsOf(state).notFound], [person(state)]);
}

/** Who asks how to return or what to do gets the answer and the offer; who wants to return or complain, the form. */
async function reporting(state: State, kind: FormKind, text: string, help: Help): Promise<Decision> {
  const answer = isQuestion(text) ? await help.find(text, state.language) : undefined;
  if (!answer) return begin(state, kind, text, help);
  const shown = { ...state, waiting: 'helped' as const, unanswered: text, shown: [...state.shown, answer.title] };
  const { topic, helped, didItHelp } = textsOf(state);
  const choices = [
    { id: 'helped:yes', label: helped.yes },
    { id: `topic:${kind}`, label: topic[kind] },
    { id: 'topic:person', label: topic.person },
  ];
  return { ...say(shown, [wordAnswer(state.language, answer), didItHelp], choices), ...markOf(answer) };
}

async function outOfScope(state: State, text: string, help: Help): Promise<Decision> {
  const answer = await help.find(text, state.language);
  if (answer) return answered(state, answer);
  return say({ ...state, waiting: 'nothing' }, [textsOf(state).outOfScope], topics(state));
}

function answered(state: State, answer: Answer): Decision {
  const { didItHelp, helped } = textsOf(state);
  const shown = { ...state, waiting: 'helped' as const, misses: 0, unclear: 0, shown: [...state.shown, answer.title] };
  const choices = [{ id: 'helped:yes', label: helped.yes }, { id: 'helped:no', label: helped.no }, person(state)];
  return { ...say(shown, [wordAnswer(state.language, answer), didItHelp], choices), ...markOf(answer) };
}

const offer = (state: State): Decision =>
  say(
    { ...state, waiting: 'topic' },
    [state.introduced ? textsOf(state).offerAgain : textsOf(state).offer],
    topics(state),
  );

const glad = (state: State): Decision =>
  say({ ...state, waiting: 'nothing', misses: 0 }, [textsOf(state).glad], undefined, true);

function say(state: State, lines: string[], choices?: Choice[], solved = false): Decision {
  return { state, text: lines.join('\n\n'), ...(choices ? { choices } : {}), ...(solved ? { solved } : {}) };
}

function topics(state: State): Choice[] {
  const { topic } = textsOf(state);
  return (['inquiry', 'complaint', 'return', 'person'] as const).map((id) => ({ id: `topic:${id}`, label: topic[id] }));
}

const person = (state: State): Choice => ({ id: 'topic:person', label: textsOf(state).topic.person });
const textsOf = ({ language }: State) => assistantTexts[language];
