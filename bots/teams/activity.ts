import { Type, type Static } from 'typebox';
import { Compile } from 'typebox/compile';

/** What is of others' making may have more members than these; those that we read have these types. */
const open = { additionalProperties: true };
const Text = (maxLength: number) => Type.String({ maxLength });

const Account = Type.Object(
  {
    id: Text(500),
    name: Type.Optional(Text(500)),
    aadObjectId: Type.Optional(Text(100)),
    role: Type.Optional(Text(50)),
  },
  open,
);
const Attachment = Type.Object(
  {
    contentType: Text(200),
    contentUrl: Type.Optional(Text(8_000)),
    name: Type.Optional(Text(1_000)),
    content: Type.Optional(Type.Unknown()),
  },
  open,
);
export type ActivityAttachment = Static<typeof Attachment>;

/**
 * An activity as the Bot Connector sends it, as far as it is read.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object
 */
const Activity = Type.Object(
  {
    type: Text(50),
    id: Type.Optional(Text(500)),
    timestamp: Type.Optional(Text(50)),
    channelId: Text(50),
    serviceUrl: Type.String({ maxLength: 2_000, pattern: '^https?://' }),
    from: Account,
    recipient: Account,
    conversation: Type.Object(
      {
        id: Text(1_000),
        conversationType: Type.Optional(Text(50)),
        isGroup: Type.Optional(Type.Boolean()),
        tenantId: Type.Optional(Text(100)),
        name: Type.Optional(Text(1_000)),
      },
      open,
    ),
    locale: Type.Optional(Text(50)),
    text: Type.Optional(Type.String()),
    textFormat: Type.Optional(Text(50)),
    replyToId: Type.Optional(Text(500)),
    value: Type.Optional(Type.Unknown()),
    attachments: Type.Optional(Type.Array(Attachment, { maxItems: 100 })),
    entities: Type.Optional(Type.Array(Type.Object({ type: Type.Optional(Text(200)) }, open), { maxItems: 1_000 })),
    channelData: Type.Optional(
      Type.Object(
        {
          eventType: Type.Optional(Text(100)),
          tenant: Type.Optional(Type.Object({ id: Type.Optional(Text(100)) }, open)),
          team: Type.Optional(Type.Object({ name: Type.Optional(Text(500)) }, open)),
          channel: Type.Optional(Type.Object({ name: Type.Optional(Text(500)) }, open)),
        },
        open,
      ),
    ),
  },
  open,
);
export type Activity = Static<typeof Activity>;

const check = Compile(Activity);

/** The activity in these bytes; undefined when it is none. */
export function readActivity(raw: Buffer): Activity | undefined {
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'));
    return check.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export type Happened = 'message' | 'edit' | 'delete';

/** What an activity tells of, if it is of the customer's words. Somebody who takes a deletion back says it again. */
export function happened({ type, channelData }: Activity): Happened | undefined {
  if (type === 'message') return 'message';
  if (type === 'messageUpdate') return channelData?.eventType === 'undeleteMessage' ? 'message' : 'edit';
  return type === 'messageDelete' ? 'delete' : undefined;
}

/** The organisation in which it was said. */
export const tenantOf = ({ conversation, channelData }: Activity): string | undefined =>
  conversation.tenantId ?? channelData?.tenant?.id;

/** A chat with the bot alone; what is said elsewhere is said to others as well. */
export const isPersonal = ({ conversation: { conversationType, isGroup } }: Activity): boolean =>
  conversationType === undefined ? isGroup !== true : conversationType === 'personal';

/** A message's id: on its own it is one only within its chat. */
export const idOf = ({ conversation }: Pick<Activity, 'conversation'>, id: string): string =>
  `${conversation.id} ${id}`;

/** Where answers to a chat are posted: the address of its activities at the Bot Connector. */
export function chatOf({ serviceUrl, conversation }: Pick<Activity, 'serviceUrl' | 'conversation'>): string {
  return `${serviceUrl.replace(/\/+$/, '')}/v3/conversations/${encodeURIComponent(conversation.id)}`;
}

/** What chatOf put together; undefined for anything else. */
export function readChat(address: string): { serviceUrl: string; conversation: { id: string } } | undefined {
  const [, serviceUrl = '', id = ''] = /^(https?:\/\/\S+)\/v3\/conversations\/([^/\s]+)$/.exec(address) ?? [];
  return serviceUrl && URL.canParse(serviceUrl)
    ? { serviceUrl: `${serviceUrl}/`, conversation: { id: decodeURIComponent(id) } }
    : undefined;
}
