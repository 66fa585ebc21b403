import type { DeliveryReport, ParsedFile } from './parsed.ts';

/** Reads a delivery status notification (RFC 3464) out of a mail's parts; undefined when it is none. */
export function readReport(files: ParsedFile[]): DeliveryReport | undefined {
  const status = files.find(
    (file) => file.type === 'message/delivery-status' || file.type === 'message/global-delivery-status',
  );
  if (!status) return undefined;
  const fields = readFields(status.content);
  const recipient = addressOf(fields.get('final-recipient') ?? fields.get('original-recipient'));
  const diagnostic = fields.get('diagnostic-code')?.replace(/^[\w-]+\s*;\s*/, '');
  const original = originalId(files);
  return {
    action: fields.get('action')?.toLowerCase().split(/[\s(]/)[0] ?? '',
    status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? '',
    ...(recipient ? { recipient } : {}),
    ...(diagnostic ? { diagnostic: diagnostic.slice(0, 500) } : {}),
    ...(original ? { original } : {}),
  };
}

/** The Message-ID of the mail that is returned, whole or by its headers. */
function originalId(files: ParsedFile[]): string | undefined {
  const part = files.find(({ type }) =>
    /^(?:message\/(?:rfc822|global)|text\/rfc822-headers|message\/global-headers)$/.test(type),
  );
  const head = part && Buffer.from(part.content).subarray(0, 64_000);
  return head && /<([^<>\s]{1,400})>/.exec(readFields(head).get('message-id') ?? '')?.[1];
}

/** Header fields by name in lower case, the first of each, unfolded; of the per-message and the first recipient's group. */
function readFields(content: Uint8Array): Map<string, string> {
  const text = Buffer.from(content)
    .subarray(0, 64_000)
    .toString('utf8')
    .replace(/\r?\n[ \t]+/g, ' ');
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (name && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

const addressOf = (field: string | undefined): string | undefined =>
  /;\s*<?([^\s<>;]{1,320}@[^\s<>;]{1,255})>?/.exec(field ?? '')?.[1];
