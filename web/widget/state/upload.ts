import type { Said } from '../../../server/channels/webchat/schema.ts';

/**
 * Posts a message with its files; resolves when the desk has stored it, rejects otherwise. A plain form without
 * headers of its own, so that no preflight is needed; the session is its first part.
 */
export function upload(
  url: string,
  session: string,
  message: Said,
  files: File[],
  progress: (share: number) => void,
): Promise<void> {
  const form = new FormData();
  form.append('session', session);
  form.append('message', JSON.stringify(message));
  for (const file of files) form.append('file', file, file.name);
  return new Promise((resolve, reject) => {
    // fetch tells nothing of how far an upload is.
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.upload.onprogress = (event) => progress(event.loaded / event.total);
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(String(request.status))));
    request.onerror = () => reject(new Error('no connection'));
    request.send(form);
  });
}
