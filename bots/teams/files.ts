import { pictureType } from '../../server/channels/files.ts';
import { fetchOutside } from '../../server/http/outgoing.ts';
import type { InboundAttachment } from '../../server/tickets/envelopes.ts';
import type { Activity, ActivityAttachment } from './activity.ts';
import type { Cloud } from './cloud.ts';
import type { Fetched } from './interpret.ts';
import type { Access } from './token.ts';
import { allowedFor } from './transmit.ts';

const MOST_FILES = 20;
const MOST_BYTES = 25_000_000;
const TIMEOUT_MS = 15_000;
/** A file that was put into a chat with the bot. */
const DOWNLOAD = 'application/vnd.microsoft.teams.file.download.info';
/** Cards and repeated messages are no files. */
const NO_FILE =
  /^(?:text\/html|application\/vnd\.microsoft\.(?:card|teams\.card)\b|messageReference$|forwardedMessageReference$)/;

/**
 * What an activity brings besides words: pictures and files, fetched; of what cannot be fetched, and of links to
 * files, a line with name and address. Never rejects: the words must not wait for a file.
 */
export async function fetchFiles(
  activity: Activity,
  { cloud, access }: { cloud: Cloud; access: Access | undefined },
): Promise<Fetched> {
  const given = (activity.attachments ?? [])
    .filter(({ contentType }) => !NO_FILE.test(contentType))
    .slice(0, MOST_FILES);
  const fetched = await Promise.all(
    given.map(async (attachment, at) => {
      const source = sourceOf(attachment);
      const content = source && (await fetchBytes(source, activity, { cloud, access }));
      return { attachment, at, content };
    }),
  );
  return {
    files: fetched.flatMap(({ attachment, at, content }) => (content ? [fileOf(attachment, at, content)] : [])),
    lines: fetched.flatMap(({ attachment, at, content }) => (content ? [] : [lineOf(attachment, at)])),
  };
}

/** Where the bytes are to be had; undefined: a link for people. */
function sourceOf({ contentType, contentUrl, content }: ActivityAttachment): string | undefined {
  if (contentType === DOWNLOAD) {
    const { downloadUrl } = (content ?? {}) as { downloadUrl?: unknown };
    return typeof downloadUrl === 'string' ? downloadUrl : undefined;
  }
  return contentType.startsWith('image/') ? contentUrl : undefined;
}

async function fetchBytes(
  url: string,
  { serviceUrl }: Activity,
  { cloud, access }: { cloud: Cloud; access: Access | undefined },
): Promise<Buffer | undefined> {
  try {
    // The bot's token goes to the Bot Connector itself and to nobody else.
    const ours = access && new URL(url).origin === new URL(serviceUrl).origin;
    const headers: Record<string, string> = ours ? { authorization: `Bearer ${await access.token()}` } : {};
    const allowed = ours ? allowedFor(url, cloud) : cloud.allowed;
    const answer = await fetchOutside({
      url,
      method: 'GET',
      headers,
      allowed,
      maxBytes: MOST_BYTES,
      timeoutMs: TIMEOUT_MS,
    });
    return answer.status === 200 && answer.body.length > 0 ? answer.body : undefined;
  } catch {
    return undefined;
  }
}

function fileOf(attachment: ActivityAttachment, at: number, content: Buffer): InboundAttachment {
  // `image/*` is what Teams says of pictures that were put into the text.
  const isPicture = attachment.contentType.startsWith('image/');
  const type = isPicture ? (pictureType(content) ?? 'application/octet-stream') : 'application/octet-stream';
  return { name: nameOf(attachment, at, type), type, content };
}

function nameOf({ name, contentType }: ActivityAttachment, at: number, type?: string): string {
  if (name) return name;
  const ending = type?.startsWith('image/') ? `.${type.slice(6)}` : '';
  return `${contentType.startsWith('image/') ? 'image' : 'file'}-${at + 1}${ending}`;
}

/** Addresses that open only with the bot's token, or for a while, are of no use to people. */
function lineOf(attachment: ActivityAttachment, at: number): string {
  const { contentUrl = '', contentType } = attachment;
  const isLink = !contentType.startsWith('image/') && /^https?:\/\//.test(contentUrl);
  return `📎 ${nameOf(attachment, at)}${isLink ? `: ${contentUrl}` : ' ✗'}`;
}
