import type { Context } from '../../server/context.ts';
import { SendError, type SendResult } from '../../server/channels/channel.ts';
import type { OutboundAttachment, OutboundMessage } from '../../server/tickets/envelopes.ts';
import { inputOf, isNoPhoto, kindOf, LONG, sendAlbum } from './album.ts';
import type { BotApi } from './api.ts';
import { partsOf, type Part } from './plan.ts';
import { sendErrorOf, troubleOf } from './trouble.ts';

/** Sends what a bot says. */
export interface Sender {
  /** Rejects with SendError. What went out in an earlier attempt is not repeated. */
  send(message: OutboundMessage): Promise<SendResult>;
  /** Shows in that chat that somebody types; it fades by itself after five seconds. */
  typing(to: string): void;
  /** Forgets where somebody was shown typing. */
  forget(): void;
}

/** `id`: the bot's. */
export function createSender(context: Context, api: BotApi, id: string): Sender {
  // Telegram has said how long it wants to hear nothing: the others wait as well, and none of them is an attempt.
  let silentUntil = 0;
  const shown = new Map<string, number>();
  const now = () => context.clock.now().getTime();

  async function sendPart(to: string, part: Part, begin: Begin, answers: number | undefined): Promise<string> {
    try {
      return await transmit(api, placeOf(to), part, begin, answers);
    } catch (error) {
      const trouble = troubleOf(error);
      // A group that became a supergroup has another id; nothing has been sent to the old one.
      if (trouble.kind === 'refused' && trouble.movedTo !== undefined)
        return await sendPart(String(trouble.movedTo), part, begin, undefined);
      if (trouble.kind === 'refused' && trouble.code === 429) silentUntil = now() + (trouble.retryAfter ?? 5) * 1000;
      throw sendErrorOf(trouble);
    }
  }
  return {
    async send(message) {
      const wait = silentUntil - now();
      if (wait > 0) throw new SendError('wait', 'Telegram asks to wait.', Math.ceil(wait / 1000));
      const parts = partsOf(message);
      const begin = message.lastStep ?? (() => Promise.resolve());
      let sent = message.sentParts?.at(-1);
      for (let at = message.sentParts?.length ?? 0; at < parts.length; at += 1) {
        const part = parts[at];
        if (!part) continue;
        sent = `${id}/${await sendPart(message.to, part, begin, at === 0 ? answeredBy(message, id) : undefined)}`;
        if (at < parts.length - 1) await message.keepPart?.(sent);
      }
      if (sent === undefined) throw new SendError('failed', 'There is nothing in it that Telegram could show.');
      shown.delete(message.to);
      return { externalId: sent };
    },
    forget: () => shown.clear(),
    typing(to) {
      if (now() - (shown.get(to) ?? 0) < SHOWN_MS) return;
      if (shown.size > MOST_SHOWN) shown.clear();
      shown.set(to, now());
      void api.call('sendChatAction', { ...placeOf(to), action: 'typing' }).catch(() => undefined);
    },
  };
}

const SHOWN_MS = 4_000;
const MOST_SHOWN = 1_000;

/** A chat, and the topic of a group where there is one. */
function placeOf(to: string): { chat_id: number; message_thread_id?: number } {
  const [chat = '', topic] = to.split('/');
  return { chat_id: Number(chat), ...(topic ? { message_thread_id: Number(topic) } : {}) };
}

/** In a group it must be seen who is answered: the last message of theirs that came from there. */
function answeredBy({ to, references }: OutboundMessage, id: string): number | undefined {
  const [chat = ''] = to.split('/');
  if (!chat.startsWith('-')) return undefined;
  const prefix = `${id}/${chat}/`;
  const last = references.findLast((one) => one.startsWith(prefix) && /^\d+$/.test(one.slice(prefix.length)));
  return last === undefined ? undefined : Number(last.slice(prefix.length));
}

/** Resolves when the call may be made after which it may have arrived. */
type Begin = () => Promise<void>;

/** One part in one call; its chat and id there. */
async function transmit(
  api: BotApi,
  place: ReturnType<typeof placeOf>,
  part: Part,
  begin: Begin,
  answers?: number,
): Promise<string> {
  const { words, files, keyboard } = part;
  const [file, ...more] = files ?? [];
  const reply = answers === undefined ? undefined : { message_id: answers, allow_sending_without_reply: true };
  const common = { ...place, ...(keyboard ? { reply_markup: keyboard } : {}) };
  if (!file) {
    await begin();
    const message = await api.call('sendMessage', {
      ...common,
      text: words.text,
      ...(words.entities.length > 0 ? { entities: words.entities } : {}),
      ...(reply ? { reply_parameters: reply } : {}),
      link_preview_options: { is_disabled: true },
    });
    return `${message.chat.id}/${message.message_id}`;
  }
  // As it stands in a form: telegraf leaves out objects that it does not know.
  const answered = reply ? { reply_parameters: JSON.stringify(reply) as never } : {};
  if (more.length > 0) {
    const message = await sendAlbum(api, { ...place, ...answered }, { files: [file, ...more], words }, begin);
    return `${message.chat.id}/${message.message_id}`;
  }
  const caption = {
    ...(words.text ? { caption: words.text } : {}),
    ...(words.entities.length > 0 ? { caption_entities: words.entities } : {}),
    ...answered,
  };
  const message = await sendFile(api, { ...common, ...caption }, file, begin);
  return `${message.chat.id}/${message.message_id}`;
}

type Common = { chat_id: number; caption?: string };

async function sendFile(api: BotApi, common: Common, file: OutboundAttachment, begin: Begin) {
  const input = await inputOf(file);
  await begin();
  const kind = kindOf(file);
  if (kind === 'video') return await api.call('sendVideo', { ...common, video: input }, LONG);
  if (kind === 'audio') return await api.call('sendAudio', { ...common, audio: input }, LONG);
  if (kind === 'photo')
    try {
      return await api.call('sendPhoto', { ...common, photo: { ...input } }, LONG);
    } catch (error) {
      if (!isNoPhoto(error)) throw error;
    }
  return await api.call('sendDocument', { ...common, document: input }, LONG);
}
