import { createVault } from '../../../../server/vault/vault.ts';
import { openKeyFile } from '../../../../server/vault/keys.ts';
import type { Desk } from '../../../../server/channels/email/interpret.ts';
import type { OutboundMessage } from '../../../../server/tickets/envelopes.ts';

/** A desk with a vault of its own; another `seed` is another installation. */
export function testDesk(seed = 1, address = 'support@desk.test'): Desk {
  return { vault: createVault(new Uint8Array(32).fill(seed), openKeyFile(':memory:')), address };
}

/** A mail as bytes: header lines, an empty line, the body. */
export function mailOf(headers: Record<string, string>, body = 'Hello'): Buffer {
  const defaults = { From: 'Ann <ann@people.test>', To: 'support@desk.test', Subject: 'Lamp' };
  const lines = Object.entries({ ...defaults, ...headers }).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body.replaceAll('\n', '\r\n')}\r\n`);
}

/** An outgoing message of an agent. */
export function outgoing(changes: Partial<OutboundMessage> = {}): OutboundMessage {
  return {
    channel: 'email',
    account: 'env',
    to: 'ann@people.test',
    kind: 'message',
    purpose: 'service',
    subject: 'Lamp',
    text: 'We send a new one.',
    attachments: [],
    mintedId: 'ombud.minted@desk.test',
    thread: 'thread-1',
    references: [],
    messageId: '0123456789abcdef01234567',
    ticketNumber: 7,
    author: { kind: 'agent', name: 'Zoë Müller' },
    automatic: false,
    ...changes,
  };
}
