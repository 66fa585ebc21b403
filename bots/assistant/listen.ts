import type { Context } from '../../server/context.ts';
import { threadOf } from '../../server/tickets/find.ts';
import type { MessageDoc } from '../../server/tickets/message-model.ts';
import { writtenOf } from '../../server/tickets/written.ts';
import { fold } from '../../server/words/fold.ts';
import { newState, type Choice, type State, type Turn } from './dialogues/state.ts';
import type { DialogueDoc } from './model.ts';

/** Longer messages are read to here. */
const MAX_TEXT = 4000;

export interface Heard {
  turn: Turn;
  /** Where the dialogue stands: at its beginning when an agent has given the ticket back. */
  state: State;
  /** Place and hex id of the last message. */
  n: number;
  message: string;
  /** Under which name their channel knows who wrote it. */
  from: string;
  /** Hex id of their record. */
  writer: string;
}

/** What the customer has said since, as one turn; undefined when there is nothing, or when an agent is talking. */
export async function listen(context: Context, ticketId: string, dialogue: DialogueDoc): Promise<Heard | undefined> {
  const recent = await threadOf(context, ticketId, { before: Number.MAX_SAFE_INTEGER });
  const answered = recent.findLast((m) => m.direction === 'out' && m.author.kind === 'agent')?.n ?? 0;
  const back = recent.findLast((m) => m.event?.kind === 'handback')?.n ?? 0;
  if (answered > back) return undefined;
  const heard = Math.max(dialogue.handled, answered);
  const said = recent.filter((m) => m.direction === 'in' && !m.automatic && !m.deletedAt && m.n > heard);
  const [first, last] = [said[0], said.at(-1)];
  if (!first || !last) return undefined;
  const ours = recent.findLast((m) => m.direction === 'out' && m.n < last.n);
  const state = back > dialogue.handled ? { ...newState(dialogue.state.language), introduced: true } : dialogue.state;
  const { n, _id, from = '' } = last;
  return {
    turn: turnOf(said, ours?.choices ?? []),
    state,
    n,
    message: String(_id),
    from,
    writer: String(last.customer),
  };
}

function turnOf(said: readonly MessageDoc[], choices: readonly Choice[]): Turn {
  const text = said
    .map(({ text, folds }) => writtenOf(text ?? '', folds).trim())
    .filter(Boolean)
    .join('\n')
    .slice(0, MAX_TEXT);
  const taken = choices.find(({ id, label }) => text === id || fold(label) === fold(text));
  const attachments = said.reduce((sum, message) => sum + (message.attachments?.length ?? 0), 0);
  return { text, choice: taken?.id, attachments };
}
