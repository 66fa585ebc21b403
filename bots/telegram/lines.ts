import { telegramTexts, type TelegramTexts } from '../../server/messages/telegram.ts';
import type { Language } from '../../server/tickets/envelopes.ts';
import type { AnyMessage, ItemFile } from './item.ts';

/** What of a message is neither text nor a file, as lines of text: stickers, contacts, places, files that are missing. */
export function linesOf(message: AnyMessage, files: readonly ItemFile[], language: Language): string[] {
  const t = telegramTexts[language];
  return [...things(message, t), ...files.flatMap((file) => missing(file, t, language))];
}

/** Who wrote it first, where it was forwarded. */
export function forwardedFrom(message: AnyMessage, language: Language): string | undefined {
  const origin = message.forward_origin;
  if (!origin) return undefined;
  const name =
    origin.type === 'user'
      ? [origin.sender_user.first_name, origin.sender_user.last_name].filter(Boolean).join(' ')
      : origin.type === 'hidden_user'
        ? origin.sender_user_name
        : titleOf(origin.type === 'chat' ? origin.sender_chat : origin.chat);
  return `[${telegramTexts[language].forwarded.replace('{name}', name)}]`;
}

const titleOf = (chat: object): string => ('title' in chat && typeof chat.title === 'string' ? chat.title : '');

function things(message: AnyMessage, t: TelegramTexts): string[] {
  const { sticker, contact, location, venue, poll, dice } = message;
  if (sticker) return [`[${[t.sticker, sticker.emoji].filter(Boolean).join(' ')}]`];
  if (contact) {
    const name = [contact.first_name, contact.last_name].filter(Boolean).join(' ');
    return [`[${t.contact}] ${name}, ${contact.phone_number}`];
  }
  // A venue has its place as a location too.
  if (venue) return [`[${t.place}] ${venue.title}, ${venue.address} ${mapOf(venue.location)}`];
  if (location) return [`[${t.place}] ${mapOf(location)}`];
  if (poll) return [`[${t.poll}] ${poll.question}`, ...poll.options.map(({ text }) => `• ${text}`)];
  if (dice) return [`[${dice.emoji} ${dice.value}]`];
  return ['story', 'game', 'paid_media'].some((name) => name in message) ? [`[${t.unshown}]`] : [];
}

const mapOf = ({ latitude, longitude }: { latitude: number; longitude: number }): string =>
  `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`;

function missing({ name, size, problem }: ItemFile, t: TelegramTexts, language: Language): string[] {
  if (!problem) return [];
  const megabytes = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(size / 1_000_000);
  const words = problem === 'too-large' ? t.tooLarge.replace('{size}', megabytes) : t.gone;
  return [`[${words.replace('{name}', () => name)}]`];
}
