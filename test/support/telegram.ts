import type { ServerResponse } from 'node:http';
import fastifyMultipart from '@fastify/multipart';
import Fastify, { type FastifyRequest } from 'fastify';
import { checked, Refused, type Upload, type Values } from './telegram-methods.ts';

/**
 * A strict stand-in of the Bot API (https://core.telegram.org/bots/api) for the methods that we call: it refuses what the
 * documentation refuses, forgets updates only when they are confirmed, and gives files by their path. What it does not
 * find documented it refuses as well.
 */
export interface TelegramStandIn {
  url: string;
  token: string;
  bot: { id: number; username: string };
  /** Calls that are not as the documentation says: none should be. */
  refused: string[];
  /** Every call so far. */
  calls: { method: string; values: Values }[];
  /** What went out: the calls that brought a message to a chat, with its id there. */
  sent: (Values & { method: string; message_id: number; file?: Upload })[];
  /** Updates that are not confirmed. */
  pending: Values[];
  webhook: { url: string; secret: string };
  /** What the last attempt to bring an update ended with. */
  lastError: { at: number; words: string } | undefined;
  /** Puts an update (without its id) into the queue. @returns its id */
  bring(update: Values): number;
  /** The next calls of a method end so: an error, or the connection is cut before or after it was carried out. */
  next(method: string, ...ends: (Refused | 'cut' | 'cut-after')[]): void;
  /** Chats (ids) that refuse everything, with these words. */
  refusing: Map<number, Refused>;
  files: Map<string, Buffer>;
  close(): Promise<void>;
}

/** `bot`: its id; the token begins with it. */
export async function startTelegram(id = 4711): Promise<TelegramStandIn> {
  const app = Fastify({ bodyLimit: 60_000_000, forceCloseConnections: true });
  await app.register(fastifyMultipart, { limits: { fileSize: 50_000_000 } });
  const scripted = new Map<string, (Refused | 'cut' | 'cut-after')[]>();
  const self: TelegramStandIn = {
    url: '',
    token: `${id}:stand-in_of-the-Bot-API-00000000`,
    bot: { id, username: `shop${id}_bot` },
    refused: [],
    calls: [],
    sent: [],
    pending: [],
    webhook: { url: '', secret: '' },
    lastError: undefined,
    refusing: new Map(),
    files: new Map(),
    bring(update) {
      const update_id = ++lastUpdate;
      self.pending.push({ update_id, ...update });
      wake();
      return update_id;
    },
    next: (method, ...ends) => void scripted.set(method, [...(scripted.get(method) ?? []), ...ends]),
    close: () => app.close(),
  };
  let lastUpdate = 1000;
  let wake = (): void => undefined;
  /** Ends the question that waits for updates. */
  let end = (_with: Refused): void => undefined;

  async function getUpdates({ offset = 0, limit = 100, timeout = 0 }: Record<string, number>): Promise<Values[]> {
    if (self.webhook.url) throw new Refused(409, "Conflict: can't use getUpdates method while webhook is active");
    end(new Refused(409, 'Conflict: terminated by other getUpdates request'));
    self.pending = self.pending.filter(({ update_id }) => Number(update_id) >= offset);
    if (self.pending.length === 0 && timeout > 0)
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, timeout * 1000).unref();
        wake = () => (clearTimeout(timer), resolve());
        end = (refused) => (clearTimeout(timer), reject(refused));
      });
    end = () => undefined;
    return self.pending.slice(0, limit);
  }

  function send(method: string, values: Values): Values {
    const chat = Number(values['chat_id']);
    const refused = self.refusing.get(chat);
    if (refused) throw refused;
    const file = ['photo', 'video', 'audio', 'document'].map((name) => values[name]).find(Boolean) as
      Upload | undefined;
    const message_id = 5000 + self.sent.length;
    self.sent.push({ ...values, method, message_id, ...(file ? { file } : {}) });
    return { message_id, date: 1_700_000_000, chat: { id: chat, type: chat < 0 ? 'group' : 'private' } };
  }

  const answers: Record<string, (values: Values) => unknown> = {
    getMe: () => ({ ...self.bot, is_bot: true, first_name: 'Shop', can_join_groups: true }),
    getWebhookInfo: () => ({
      url: self.webhook.url,
      has_custom_certificate: false,
      pending_update_count: self.pending.length,
      ...(self.lastError ? { last_error_date: self.lastError.at, last_error_message: self.lastError.words } : {}),
    }),
    deleteWebhook: () => ((self.webhook = { url: '', secret: '' }), true),
    setWebhook: ({ url, secret_token: secret = '' }) => (
      (self.webhook = { url: String(url), secret: String(secret) }),
      true
    ),
    getUpdates: (values) => getUpdates(values as Record<string, number>),
    getFile({ file_id }) {
      const content = self.files.get(String(file_id));
      if (!content) throw new Refused(400, 'Bad Request: invalid file_id');
      if (content.length > 20_000_000) throw new Refused(400, 'Bad Request: file is too big');
      return {
        file_id,
        file_unique_id: `u${String(file_id)}`,
        file_size: content.length,
        file_path: `files/${String(file_id)}`,
      };
    },
    sendMediaGroup: ({ media, ...values }) =>
      (media as Values[]).map((one) => send('sendMediaGroup', { ...values, ...one, media: undefined })),
    sendChatAction: () => true,
    answerCallbackQuery: () => true,
    editMessageReplyMarkup: () => true,
  };

  async function strictly(method: string, request: FastifyRequest): Promise<Values> {
    try {
      return checked(method, await valuesOf(request));
    } catch (error) {
      self.refused.push(`${method}: ${(error as Error).message}`);
      throw error;
    }
  }

  app.post('/:bot/:method', async (request, reply) => {
    const { bot, method } = request.params as { bot: string; method: string };
    try {
      if (bot !== `bot${self.token}`) throw new Refused(401, 'Unauthorized');
      const values = await strictly(method, request);
      self.calls.push({ method, values });
      const next = scripted.get(method)?.shift();
      if (next === 'cut') return cut(reply.raw);
      if (next instanceof Refused) throw next;
      const result = await (answers[method] ?? ((given: Values) => send(method, given)))(values);
      if (next === 'cut-after') return cut(reply.raw);
      return { ok: true, result };
    } catch (error) {
      const refused = error instanceof Refused ? error : new Refused(400, `Bad Request: ${(error as Error).message}`);
      const { code, message: description, parameters } = refused;
      return reply.code(code).send({ ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) });
    }
  });
  app.get('/file/:bot/files/:id', async (request, reply) => {
    const { bot, id: file } = request.params as { bot: string; id: string };
    const content = bot === `bot${self.token}` ? self.files.get(file) : undefined;
    return content ? reply.send(content) : reply.code(404).send('Not Found');
  });
  self.url = await app.listen({ host: '127.0.0.1', port: 0 });
  return self;
}

function cut(raw: ServerResponse): void {
  raw.socket?.destroy();
}

async function valuesOf(request: FastifyRequest): Promise<Values> {
  if (!request.isMultipart()) return (request.body ?? {}) as Values;
  const values: Values = {};
  for await (const part of request.parts())
    values[part.fieldname] =
      part.type === 'file' ? { name: part.filename, type: part.mimetype, content: await part.toBuffer() } : part.value;
  return values;
}
