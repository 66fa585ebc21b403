import type { Activity, ConversationReference } from 'botbuilder';
import { SendError } from '../../server/channels/channel.ts';
import type { Cloud } from './cloud.ts';
import { AccessError, type Access } from './token.ts';
import { beginWith, transmit } from './transmit.ts';

/** Where a chat lives, and its id there. */
export interface Chat {
  serviceUrl: string;
  conversation: { id: string };
}

export interface Connector {
  /**
   * Posts an activity to a chat and answers its id there, once `begin` says so: from then on it may arrive. Rejects
   * with SendError.
   */
  post(chat: Chat, activity: Partial<Activity>, begin?: () => Promise<void>): Promise<string>;
}

/**
 * The Bot Connector through its SDK, loaded with the first bot that is switched on (0.7 s, 53 MB). The SDK composes the
 * requests; they leave by our own way out, because its own repeats what fails, and a message must not go twice.
 */
export async function createConnector(appId: string, access: Access, cloud: Cloud): Promise<Connector> {
  const { CloudAdapter, ConfigurationBotFrameworkAuthentication } = await import('botbuilder');
  const factory = {
    isValidAppId: async (id: string) => id === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      async signRequest<R extends { headers: { set(name: string, value: string): void } }>(request: R): Promise<R> {
        request.headers.set('authorization', `Bearer ${await access.token()}`);
        return request;
      },
    }),
  };
  const httpClient = transmit(cloud);
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication({}, factory, undefined, undefined, { httpClient }),
  );
  return {
    async post({ serviceUrl, conversation }, activity, begin) {
      const reference = { channelId: 'msteams', serviceUrl, conversation, bot: { id: `28:${appId}` } };
      let id: string | undefined;
      try {
        await beginWith(begin, () =>
          adapter.continueConversationAsync(appId, reference as Partial<ConversationReference>, async (turn) => {
            const { conversations } = turn.turnState.get<Client>(adapter.ConnectorClientKey);
            const sent = { ...activity, conversation, from: reference.bot } as Partial<Activity>;
            ({ id } = await conversations.sendToConversation(conversation.id, sent));
          }),
        );
      } catch (error) {
        throw asSendError(error as Error, access);
      }
      if (!id) throw new SendError('unknown', 'Teams took the message and gave it no id.');
      return id;
    },
  };
}

interface Client {
  conversations: { sendToConversation(id: string, activity: Partial<Activity>): Promise<{ id?: string }> };
}

/** What the SDK wraps is ours; nothing else has left the house. */
function asSendError(error: Error, access: Access): SendError {
  const own = [error, (error as { innerError?: unknown }).innerError, error.cause].find(
    (one) => one instanceof SendError,
  );
  if (own instanceof SendError) {
    if (own.why === 'access') access.forget();
    return own;
  }
  if (error instanceof AccessError) return new SendError('later', error.message, undefined, undefined, 'access');
  return new SendError('later', `The message could not be handed over (${error.name}).`);
}
