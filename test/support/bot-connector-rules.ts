/** An activity that a bot posts, as far as it is looked at. */
export interface Posted {
  id?: string;
  type?: string;
  text?: string;
  textFormat?: string;
  from?: { id?: string };
  conversation?: { id?: string };
  attachments?: PostedAttachment[];
}
export interface PostedAttachment {
  contentType?: string;
  contentUrl?: string;
  name?: string;
  content?: Record<string, unknown>;
}

const TYPES = ['message', 'typing'];
const FORMATS = ['plain', 'markdown', 'xml'];
/** What Teams shows of HTML. */
const TAGS = /<\/?(?!(?:a|b|strong|i|em|u|s|strike|ul|ol|li|p|br|pre|code|blockquote)[\s>/])[a-z]/i;

/**
 * What is wrong with an activity, in words; undefined for one that Teams takes. By the Bot Connector's reference, Teams'
 * formats of messages and cards, and the schema of Adaptive Cards 1.4.
 */
export function fault(activity: Posted, { chat, bot }: { chat: string; bot: string }): string | undefined {
  const { type, text, textFormat, from, conversation, attachments = [] } = activity;
  if (!type || !TYPES.includes(type)) return `type ${type}`;
  if (from?.id !== bot) return `from ${from?.id}`;
  if (conversation?.id !== chat) return `conversation ${conversation?.id}`;
  if (type === 'typing') return undefined;
  if (!text && attachments.length === 0) return 'neither text nor attachments';
  if (text && Buffer.byteLength(text, 'utf16le') > 28_000) return 'a text of more than 28 KB';
  if (textFormat && !FORMATS.includes(textFormat)) return `textFormat ${textFormat}`;
  if (textFormat === 'xml' && TAGS.test(text ?? '')) return `a tag that Teams does not show in ${text}`;
  for (const attachment of attachments) {
    const wrong = faultOf(attachment);
    if (wrong) return wrong;
  }
  return undefined;
}

function faultOf({ contentType, contentUrl, content }: PostedAttachment): string | undefined {
  if (!contentType) return 'an attachment without contentType';
  if (contentType === 'application/vnd.microsoft.card.adaptive') return cardFault(content ?? {});
  if (!/^image\/(?:png|jpeg|gif)$/.test(contentType)) return `an attachment of type ${contentType}`;
  if (!contentUrl?.startsWith(`data:${contentType};base64,`) && !contentUrl?.startsWith('https://'))
    return 'a picture without an address';
  return contentUrl.length > 1_400_000 ? 'a picture of more than 1 MB' : undefined;
}

function cardFault(card: Record<string, unknown>): string | undefined {
  if (card['type'] !== 'AdaptiveCard' || !/^1\.[0-5]$/.test(String(card['version']))) return 'not an Adaptive Card';
  const { body, actions } = card as { body?: unknown; actions?: unknown };
  if (!Array.isArray(body) || !Array.isArray(actions)) return 'a card without body or actions';
  if (actions.length > 6) return 'more actions than Teams shows';
  for (const action of actions as Record<string, unknown>[]) {
    if (action['type'] !== 'Action.Submit' || !action['title']) return 'an action that is none';
    const { msteams } = (action['data'] ?? {}) as { msteams?: { type?: string; text?: unknown } };
    if (msteams && (msteams.type !== 'messageBack' || typeof msteams.text !== 'string')) return 'a wrong messageBack';
  }
  const ids = new Set<unknown>();
  for (const element of body as Record<string, unknown>[]) {
    const wrong =
      element['type'] === 'TextBlock' ? !element['text'] && 'a TextBlock without text' : inputFault(element);
    if (wrong) return wrong;
    if (element['id'] !== undefined && ids.has(element['id']))
      return `two elements with the id ${String(element['id'])}`;
    ids.add(element['id']);
  }
  return undefined;
}

/** By the schema of Adaptive Cards 1.4: what is required says what is wrong when it is missing. */
function inputFault(input: Record<string, unknown>): string | undefined {
  const { type, id, label, isRequired, errorMessage, maxLength, isMultiline } = input;
  if (typeof id !== 'string' || id === '') return 'an input without id';
  if (typeof label !== 'string' || label === '') return 'an input without label';
  if (isRequired !== undefined && (isRequired !== true || !errorMessage))
    return 'a required input without errorMessage';
  if (type === 'Input.ChoiceSet') {
    const choices = input['choices'] as { title?: unknown; value?: unknown }[] | undefined;
    if (!choices?.length || !choices.every(({ title, value }) => title && value)) return 'a choice that is none';
    return ['compact', 'expanded'].includes(String(input['style'])) ? undefined : `style ${String(input['style'])}`;
  }
  if (type !== 'Input.Text') return `an element of type ${String(type)}`;
  return Number.isInteger(maxLength) && typeof isMultiline === 'boolean' ? undefined : 'a wrong Input.Text';
}
