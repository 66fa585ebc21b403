import type { Said } from '../../../server/channels/webchat/schema.ts';
import type { Credential } from './link.ts';

/**
 * Posts a message with its files; resolves when the desk has stored it, rejects otherwise. A plain form without
 * headers of its own and without listeners to its progress, so that no preflight is needed on other sites; the session,
 * or the proof of who this is, is its first part.
 */
export async function upload(url: string, who: Credential, message: Said, files: File[]): Promise<void> {
  const form = new FormData();
  if ('session' in who) form.append('session', who.session);
  else form.append('identity', JSON.stringify(who.identity));
  form.append('message', JSON.stringify(message));
  for (const file of files) form.append('file', file, file.name);
  const response = await fetch(url, { method: 'POST', body: form, credentials: 'omit' });
  if (!response.ok) throw new Error(String(response.status));
}
