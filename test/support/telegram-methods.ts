/** What the Bot API says of the methods that we call (https://core.telegram.org/bots/api), as far as it can be checked. */
type Kind = 'integer' | 'chat' | 'string' | 'boolean' | 'object' | 'array' | 'file';
interface Method {
  required: Record<string, Kind>;
  optional: Record<string, Kind>;
}

const place: Record<string, Kind> = {
  message_thread_id: 'integer',
  reply_parameters: 'object',
  reply_markup: 'object',
};
const caption: Record<string, Kind> = { ...place, caption: 'string', caption_entities: 'array', parse_mode: 'string' };
const sends = (name: string): Method => ({ required: { chat_id: 'chat', [name]: 'file' }, optional: caption });

export const METHODS: Record<string, Method> = {
  getMe: { required: {}, optional: {} },
  getWebhookInfo: { required: {}, optional: {} },
  deleteWebhook: { required: {}, optional: { drop_pending_updates: 'boolean' } },
  setWebhook: {
    required: { url: 'string' },
    optional: { secret_token: 'string', allowed_updates: 'array', max_connections: 'integer' },
  },
  getUpdates: {
    required: {},
    optional: { offset: 'integer', limit: 'integer', timeout: 'integer', allowed_updates: 'array' },
  },
  getFile: { required: { file_id: 'string' }, optional: {} },
  sendMessage: {
    required: { chat_id: 'chat', text: 'string' },
    optional: { ...place, entities: 'array', parse_mode: 'string', link_preview_options: 'object' },
  },
  sendPhoto: sends('photo'),
  sendVideo: sends('video'),
  sendAudio: sends('audio'),
  sendDocument: sends('document'),
  // An album has no buttons.
  sendMediaGroup: {
    required: { chat_id: 'chat', media: 'array' },
    optional: { message_thread_id: 'integer', reply_parameters: 'object' },
  },
  sendChatAction: { required: { chat_id: 'chat', action: 'string' }, optional: { message_thread_id: 'integer' } },
  answerCallbackQuery: { required: { callback_query_id: 'string' }, optional: { text: 'string' } },
  editMessageReplyMarkup: {
    required: { chat_id: 'chat', message_id: 'integer' },
    optional: { reply_markup: 'object' },
  },
};

export interface Upload {
  name: string;
  type: string;
  content: Buffer;
}
export type Values = Record<string, unknown>;

/** Refused as Telegram refuses; `parameters` as in ResponseParameters. */
export class Refused extends Error {
  readonly code: number;
  readonly parameters: Values | undefined;
  constructor(code: number, description: string, parameters?: Values) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}
const bad = (words: string): never => {
  throw new Refused(400, `Bad Request: ${words}`);
};

/** Reads the parameters of a call, those of a form too, where all of them are text. Throws Refused. */
export function checked(name: string, given: Values): Values {
  const method = METHODS[name] ?? bad(`method ${name} is not among those that are documented here`);
  const known = { ...method.required, ...method.optional };
  const values: Values = {};
  for (const [key, value] of Object.entries(given)) {
    if (key === 'method' && value === name) continue;
    // What a form brings along for `attach://` is named as its writer likes.
    if (name === 'sendMediaGroup' && isUpload(value)) continue;
    const kind = known[key] ?? bad(`parameter ${key} of ${name} is not documented`);
    values[key] = valueOf(kind, value) ?? bad(`can't parse parameter ${key}`);
  }
  for (const key of Object.keys(method.required)) if (values[key] === undefined) bad(`parameter ${key} is required`);
  limits(name, values);
  if (name === 'sendMediaGroup') values['media'] = album(values['media'] as Values[], given);
  return values;
}

function valueOf(kind: Kind, value: unknown): unknown {
  const text = typeof value === 'string' ? value : undefined;
  if (kind === 'file') return text ?? (value as Upload | undefined);
  if (kind === 'string') return text;
  if (kind === 'boolean')
    return text === undefined ? (typeof value === 'boolean' ? value : undefined) : text === 'true';
  if (kind === 'integer' || kind === 'chat') {
    const number = text === undefined ? value : /^-?\d+$/.test(text) ? Number(text) : undefined;
    return Number.isSafeInteger(number) ? number : undefined;
  }
  const parsed: unknown = text === undefined ? value : JSON.parse(text);
  return (kind === 'array') === Array.isArray(parsed) && typeof parsed === 'object' ? parsed : undefined;
}

const ACTIONS = [
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
];

function limits(name: string, values: Values): void {
  const {
    text,
    caption: under,
    limit,
    timeout,
    url,
    secret_token: secret,
    action,
    photo,
  } = values as Record<string, never>;
  if (name === 'sendMessage' && String(text).trim() === '') bad('message text is empty');
  if (name === 'sendMessage' && String(text).length > 4096) bad('message is too long');
  if (under !== undefined && String(under).length > 1024) bad('message caption is too long');
  if (limit !== undefined && !(Number(limit) >= 1 && Number(limit) <= 100)) bad('limit must be from 1 to 100');
  if (timeout !== undefined && Number(timeout) < 0) bad('timeout must not be negative');
  if (action !== undefined && !ACTIONS.includes(action)) bad('wrong parameter action in request');
  if (url !== undefined && url !== '') {
    const { protocol, port } = new URL(url);
    if (protocol !== 'https:') bad('bad webhook: An HTTPS URL must be provided for webhook');
    if (!['', '80', '88', '8443'].includes(port))
      bad('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  }
  if (secret !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(secret)) bad('secret token contains unallowed characters');
  if (photo !== undefined && (photo as Upload).content.length > 10_000_000) bad('too large photo');
  entities(String(text ?? under ?? ''), (values['entities'] ?? values['caption_entities'] ?? []) as Values[]);
  keyboard(values['reply_markup'] as Values | undefined);
  const reply = values['reply_parameters'] as Values | undefined;
  if (reply && !Number.isSafeInteger(reply['message_id'])) bad("can't parse reply parameters");
}

const STYLES = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'blockquote', 'code', 'pre', 'text_link'];

function entities(text: string, all: Values[]): void {
  for (const { type, offset, length, url } of all) {
    if (!STYLES.includes(String(type))) bad(`can't parse entity ${String(type)}`);
    const [from, size] = [Number(offset), Number(length)];
    if (!(from >= 0 && size > 0 && from + size <= text.length)) bad('entity is out of the text');
    // Half a character at either end.
    if (/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(text.slice(from, from + size)))
      bad('entity begins or ends in a character');
    if (type === 'text_link' && !URL.canParse(String(url))) bad('entity has no url');
  }
}

function keyboard(markup: Values | undefined): void {
  if (!markup) return;
  const rows = markup['inline_keyboard'] as Values[][] | undefined;
  if (!Array.isArray(rows)) return bad("can't parse reply keyboard markup JSON object");
  for (const button of rows.flat()) {
    if (typeof button['text'] !== 'string' || button['text'] === '')
      bad('text buttons are unallowed in the inline keyboard');
    const bytes = Buffer.byteLength(String(button['callback_data'] ?? ''));
    if (bytes < 1 || bytes > 64) bad('BUTTON_DATA_INVALID');
  }
}

const isUpload = (value: unknown): value is Upload => value instanceof Object && 'content' in value;

/** https://core.telegram.org/bots/api#sendmediagroup, with the file that each `attach://` names. */
function album(media: Values[], given: Values): Values[] {
  if (media.length < 2 || media.length > 10) bad('an album has 2 to 10 files');
  const types = new Set(media.map(({ type }) => String(type)));
  const alone = ['document', 'audio'].some((type) => types.has(type)) && types.size > 1;
  if (alone || [...types].some((type) => !['photo', 'video', 'document', 'audio'].includes(type)))
    bad(`these cannot be in one album: ${[...types].join(', ')}`);
  return media.map((one) => {
    const name = /^attach:\/\/(\w+)$/.exec(String(one['media']))?.[1] ?? bad("can't parse InputMedia");
    const file = given[name];
    if (!isUpload(file)) return bad('wrong file identifier/HTTP URL specified');
    const under = String(one['caption'] ?? '');
    if (under.length > 1024) bad('message caption is too long');
    entities(under, (one['caption_entities'] ?? []) as Values[]);
    return { ...one, file };
  });
}
