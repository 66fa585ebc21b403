import type { Channel, SendResult } from '../../server/channels/channel.ts';
import { record, type Recorded } from '../../server/intake/record.ts';
import type { InboundMessage, Interpretation, OutboundMessage } from '../../server/tickets/envelopes.ts';
import type { TestApp } from './app.ts';

export interface ScriptChannel extends Channel {
  /** What was sent, in order. */
  sent: OutboundMessage[];
  /** What the outside world does with the next sends; sends succeed when empty. */
  onSend: (() => Promise<SendResult>)[];
  /** Replaces interpret's answer while set. */
  onInterpret: (() => Interpretation) | undefined;
  refusal: string | undefined;
  /** As whom it can write. */
  writers: { id: string; name: string; address: string }[];
  /** Records and processes one message as if this channel had brought it. */
  bring(message?: Partial<InboundMessage>, key?: string): Promise<Recorded>;
}

let count = 0;

/**
 * A channel whose outside world is a script: raw items are InboundMessages as JSON. Takes the place of the channel of
 * that name.
 */
export function installScriptChannel(app: TestApp, name: 'email' | 'telegram' = 'email'): ScriptChannel {
  const channel: ScriptChannel = {
    name,
    idempotentSend: name === 'email',
    sent: [],
    onSend: [],
    onInterpret: undefined,
    refusal: undefined,
    writers: [],
    start: async () => undefined,
    stop: async () => undefined,
    interpret: ({ raw }) => channel.onInterpret?.() ?? { outcome: 'message', message: reviveMessage(raw) },
    async send(message) {
      if (name !== 'email') await message.lastStep?.();
      const result = await (channel.onSend.shift()?.() ?? Promise.resolve({ externalId: `ext-${message.messageId}` }));
      channel.sent.push(message);
      return result;
    },
    cannotSend: () => channel.refusal,
    identities: () => channel.writers,
    states: () => [],
    bring(message = {}, key = `key-${++count}`) {
      const whole: InboundMessage = {
        account: 'env',
        kind: 'message',
        threadKeys: [],
        from: { kind: name, value: `ana${++count}@people.example`, name: 'Ana Pop', verified: false },
        subject: 'Broken lamp',
        text: 'My lamp is broken.',
        attachments: [],
        automatic: false,
        ...message,
      };
      const attachments = whole.attachments.map((file) => ({ ...file, content: [...file.content] }));
      const raw = Buffer.from(JSON.stringify({ ...whole, attachments }));
      return record(app.context, { channel: name, account: 'env', key, raw });
    },
  };
  (app.context.channels as Map<string, Channel>).set(name, channel);
  return channel;
}

function reviveMessage(raw: Buffer): InboundMessage {
  const message = JSON.parse(raw.toString('utf8')) as InboundMessage;
  const sentAt = message.sentAt ? { sentAt: new Date(message.sentAt) } : {};
  return {
    ...message,
    ...sentAt,
    attachments: message.attachments.map((a) => ({ ...a, content: Buffer.from(a.content) })),
  };
}
