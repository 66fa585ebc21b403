import type { FastifyInstance } from 'fastify';
import { teamsRoutes } from '../bots/teams/routes.ts';
import { teamsSettingsRoutes } from '../bots/teams/settings-routes.ts';
import { TeamsChannel } from '../bots/teams/teams.ts';
import { botRoutes } from '../bots/telegram/settings-routes.ts';
import { telegramRoutes } from '../bots/telegram/routes.ts';
import { createTelegramChannel } from '../bots/telegram/telegram.ts';
import { mailboxRoutes } from './channels/email/routes.ts';
import { signingRoutes } from './channels/email/dkim/routes.ts';
import { letterheadRoutes } from './channels/email/letterhead-routes.ts';
import { mailProviderRoutes } from './channels/email/oauth/routes.ts';
import { webchatRoutes } from './channels/webchat/routes.ts';
import { channelFileRoutes } from './channels/file-routes.ts';
import { createEmailChannel } from './channels/email/email.ts';
import { createWebchatChannel } from './channels/webchat/webchat.ts';
import { createRequestChannel } from './help/form-channel.ts';
import type { Channel } from './channels/channel.ts';
import type { Context } from './context.ts';

/** The channels of the house, one line each. */
export const createChannels = (context: Context): Channel[] => [
  createWebchatChannel(context),
  createEmailChannel(context),
  new TeamsChannel(context),
  createTelegramChannel(context),
  createRequestChannel('form', context),
  createRequestChannel('api', context),
];

/** The channels' settings, and the doors by which they come in over HTTP. */
export function channelRoutes(app: FastifyInstance, context: Context): void {
  mailboxRoutes(app, context);
  letterheadRoutes(app, context);
  signingRoutes(app, context);
  mailProviderRoutes(app, context);
  webchatRoutes(app, context);
  telegramRoutes(app, context);
  botRoutes(app, context);
  channelFileRoutes(app, context);
  teamsRoutes(app, context);
  teamsSettingsRoutes(app, context);
}
