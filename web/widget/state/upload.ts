import type { Said } from '../../../server/channels/webchat/schema.ts';

/**
 * Posts a message with its files; resolves when the desk has stored it, rejects otherwise. A plain form without
 * headers of its own and without listeners to its progress, so that no preflight is needed on other sites; the session
 * is its first part.
 */
export async function upload(url: string, session: string, message: Said, files: File[]): Promise<void> {
  const form = new FormData();
  form.append('session', session);
  form.append('message', JSON.stringify(message));
  for (const file of files) form.append('file', file, file.name);
  const response = await fetch(url, { method: 'POST', body: form, credentials: 'omit' });
  if (!response.ok) throw new Error(String(response.status));
}
