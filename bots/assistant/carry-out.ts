import type { Context } from '../../server/context.ts';
import { Failure } from '../../server/errors.ts';
import { escapeHtml } from '../../server/http/html.ts';
import { assistantTexts } from '../../server/messages/assistant.ts';
import { setFields, setType } from '../../server/tickets/classify.ts';
import { FIRST_ANSWER } from '../../server/tickets/first-answer.ts';
import { handOver } from '../../server/tickets/handover.ts';
import type { TicketDoc } from '../../server/tickets/model.ts';
import { note } from '../../server/tickets/note.ts';
import { setPurchase } from '../../server/tickets/purchase/set.ts';
import { reply, type NewReply } from '../../server/tickets/reply.ts';
import { promiseOf, withPromise } from '../../server/tickets/promise.ts';
import { setStatus } from '../../server/tickets/status.ts';
import { lacksOutcome } from '../../server/tickets/steps/machine.ts';
import type { State } from './dialogues/state.ts';
import { PROMISE_HTML } from './mail/word.ts';
import type { OpenDecision } from './model.ts';

/** Does what was decided. Every step may run again; the hand-over is last: after it the assistant is silent. */
export async function carryOut(context: Context, ticket: TicketDoc, state: State, open: OpenDecision): Promise<void> {
  const { name } = assistantTexts[state.language];
  const by = { kind: 'assistant' as const, name };
  if (open.type) await setType(context, ticket, open.type.value, by, open.type.guessed);
  const language = ticket.language === state.language ? {} : { language: state.language };
  if (open.fields || language.language) await setFields(context, ticket, open.fields ?? {}, by, language);
  if (open.purchase && !ticket.order) await setPurchase(context, ticket, open.purchase, by).catch(unlessTaken);
  if (open.handOver)
    await note(context, ticket, { author: by, clientId: `assistant-note-${open.message}`, text: open.handOver.note });
  const answered = open.text === '' || (await answer(context, ticket, by, open));
  if (open.handOver) await handOver(context, ticket, by, open.handOver.reason);
  else if (!answered) await handOver(context, ticket, by, 'noAnswer');
  else if (open.text === '' && open.solved && !lacksOutcome(ticket)) await setStatus(context, ticket, 'solved', by);
}

/** The order may have changed since it was picked from: then agents see what was said, and no more. */
function unlessTaken(error: unknown): void {
  if (!(error instanceof Failure) || (error.code !== 'not-found' && error.code !== 'unprocessable')) throw error;
}

/** False when nobody reads the assistant's answer: the channel cannot send, or the mail was answered by itself already. */
async function answer(
  context: Context,
  ticket: TicketDoc,
  author: { kind: 'assistant'; name: string },
  open: OpenDecision,
): Promise<boolean> {
  try {
    const said = await reply(context, ticket, {
      author,
      purpose: 'service',
      ...(await wordsOf(context, ticket, open)),
    });
    return said.author.kind === 'assistant';
  } catch (error) {
    if (!(error instanceof Failure) || (error.code !== 'cannot-send' && error.code !== 'conflict')) throw error;
    // Silent when a person has taken over.
    return error.code === 'conflict';
  }
}

/** The type is set by now: by when they are answered is known. */
async function wordsOf(
  context: Context,
  ticket: TicketDoc,
  open: OpenDecision,
): Promise<Omit<NewReply, 'author' | 'purpose'>> {
  const promise = await promiseOf(context, ticket);
  const solved = open.solved && !lacksOutcome(ticket);
  const status = open.handOver ? ('open' as const) : solved ? ('solved' as const) : ('pending' as const);
  const { mail } = open;
  return {
    clientId: mail ? FIRST_ANSWER : `assistant-${open.message}`,
    text: withPromise(open.text, promise),
    status,
    ...(mail
      ? {
          automatic: true,
          to: [mail.to],
          cc: [],
          subject: mail.subject,
          html: mail.html.replaceAll(PROMISE_HTML, promise && `<p>${escapeHtml(promise)}</p>`),
        }
      : {}),
    ...(open.drafted ? { drafted: true } : {}),
    ...(open.choices ? { choices: open.choices } : {}),
    ...(open.form ? { form: open.form } : {}),
  };
}
