import type { DeliveryReport, ParsedFile } from './parsed.ts';

/** Reads a delivery status notification (RFC 3464) out of a mail's parts; undefined when it is none. */
export function readReport(files: readonly ParsedFile[]): DeliveryReport | undefined {
  const status = files.find(
    (file) => file.type === 'message/delivery-status' || file.type === 'message/global-delivery-status',
  );
  if (!status) return undefined;
  // One group for the message, then one for each recipient: who failed matters most.
  const groups = groupsOf(status.content).filter((group) => group.has('action') || group.has('status'));
  const group = groups.find((one) => actionOf(one) === 'failed') ?? groups[0] ?? new Map<string, string>();
  const recipient = addressOf(group.get('final-recipient') ?? group.get('original-recipient'));
  const diagnostic = group.get('diagnostic-code')?.replace(/^[\w-]+\s*;\s*/, '');
  return {
    action: actionOf(group),
    status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(group.get('status') ?? '')?.[0] ?? '',
    ...(recipient ? { recipient } : {}),
    ...(diagnostic ? { diagnostic: diagnostic.slice(0, 300) } : {}),
  };
}

const actionOf = (group: Map<string, string>): string => group.get('action')?.toLowerCase().split(/[\s(]/)[0] ?? '';

/** Header fields by name in lower case, the first of each, unfolded; by groups between empty lines. */
function groupsOf(content: Uint8Array): Map<string, string>[] {
  const text = Buffer.from(content)
    .subarray(0, 64_000)
    .toString('utf8')
    .replaceAll('\r\n', '\n')
    .replace(/\n[ \t]+(?=\S)/g, ' ');
  return text.split(/\n\s*\n/).map((group) => {
    const fields = new Map<string, string>();
    for (const line of group.split('\n')) {
      const colon = line.indexOf(':');
      const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
      if (name && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
    }
    return fields;
  });
}

const addressOf = (field: string | undefined): string | undefined =>
  /;\s*<?([^\s<>;]{1,320}@[^\s<>;]{1,255})>?/.exec(field ?? '')?.[1];
