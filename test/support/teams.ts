import { randomUUID } from 'node:crypto';
import { APP_ID, TENANT, type BotConnector } from './bot-connector.ts';

/** Somebody in an organisation that uses Teams. */
export interface Person {
  name: string;
  id: string;
  aadObjectId: string;
}

export const person = (name: string): Person => ({ name, id: `29:${randomUUID()}`, aadObjectId: randomUUID() });
export const BOT = { id: `28:${APP_ID}`, name: 'Helpdesk' };

let minted = 1_600_000_000_000;

/** A message of somebody to the bot alone, as Teams sends it. */
export function personal(connector: Pick<BotConnector, 'serviceUrl'>, by: Person, more: object = {}) {
  return {
    type: 'message',
    id: String(++minted),
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl: connector.serviceUrl,
    from: by,
    recipient: BOT,
    conversation: { conversationType: 'personal', tenantId: TENANT, id: `a:${by.aadObjectId}` },
    textFormat: 'plain',
    locale: 'en-US',
    entities: [{ type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Windows', timezone: 'Europe/Warsaw' }],
    channelData: { tenant: { id: TENANT } },
    ...more,
  };
}

/** A post in a team's channel in which the bot is mentioned. */
export function inChannel(connector: Pick<BotConnector, 'serviceUrl'>, by: Person, thread: string, text: string) {
  const said = `<at>${BOT.name}</at> ${text}`;
  return personal(connector, by, {
    text: said,
    conversation: {
      conversationType: 'channel',
      isGroup: true,
      tenantId: TENANT,
      id: `19:team@thread.tacv2;messageid=${thread}`,
    },
    entities: [{ type: 'mention', mentioned: BOT, text: `<at>${BOT.name}</at>` }],
    attachments: [
      {
        contentType: 'text/html',
        content: `<div><div><span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">${BOT.name}</span>&nbsp;${text}</div></div>`,
      },
    ],
    channelData: {
      tenant: { id: TENANT },
      team: { id: '19:team@thread.tacv2', name: 'Sales' },
      channel: { id: '19:team@thread.tacv2', name: 'Orders' },
    },
  });
}
