import type { Context } from '../../../server/context.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';
import { ask } from './ask.ts';
import { createBreaker } from './breaker.ts';
import { instructs, usable, type Passage } from './passages.ts';
import { NO_ANSWER, promptOf } from './prompt.ts';
import { verify } from './verify.ts';

/** What a draft is made from. */
export interface Basis {
  question: string;
  /** Language of the question and of the passages: what is translated cannot be checked word by word. */
  language: Language;
  passages: readonly Passage[];
}

/** A draft that has passed every check. */
export interface Draft {
  text: string;
  /** The passages it cites, in the order of their numbers. */
  sources: { number: number; heading: string }[];
}

/** Drafts an answer; undefined when the built-in answer is to go out, for whatever reason. Never throws. */
export type Drafter = (basis: Basis) => Promise<Draft | undefined>;

/** A customer waits meanwhile, and has the built-in answer after it. */
const TIMEOUT_MS = 8_000;

/** The language model of the configuration; undefined when there is none. */
export function createDrafter(
  { config, log, clock }: Pick<Context, 'config' | 'log' | 'clock'>,
  timeoutMs = TIMEOUT_MS,
): Drafter | undefined {
  const { llm } = config;
  if (!llm) return undefined;
  const breaker = createBreaker(() => clock.now().getTime());
  return async ({ question, language, passages }) => {
    const shown = usable(passages);
    if (shown.length === 0 || instructs(question) || !breaker.allows()) return undefined;
    try {
      const text = await ask(llm, promptOf(question, shown, language), timeoutMs);
      breaker.succeeded();
      if (text.includes(NO_ANSWER)) return undefined;
      const verdict = verify(text, shown, language);
      if ('refused' in verdict) log.warn({ reason: verdict.refused }, 'a draft of the language model was refused');
      return 'refused' in verdict ? undefined : verdict;
    } catch (error) {
      breaker.failed();
      log.warn({ err: error }, 'the language model did not answer');
      return undefined;
    }
  };
}
