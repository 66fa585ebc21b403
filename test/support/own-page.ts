import type { LightMyRequestResponse } from 'fastify';
import type { TestApp } from './app.ts';

/** A file of a form. */
export interface FormFile {
  name: string;
  type?: string;
  content: Buffer | string;
}

/** A form as a browser sends it: with files in parts, else as one line. */
export async function postForm(
  app: Pick<TestApp, 'inject'>,
  url: string,
  fields: Record<string, string>,
  { files, headers = {} }: { files?: FormFile[]; headers?: Record<string, string> } = {},
): Promise<LightMyRequestResponse> {
  if (!files) {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const payload = new URLSearchParams(fields).toString();
    return await app.inject({ method: 'POST', url, headers: { ...type, ...headers }, payload });
  }
  const mark = '----form-of-a-test';
  const parts = [
    ...Object.entries(fields).map(([name, value]) => `name="${name}"\r\n\r\n${value}`),
    ...files.map(({ name, type = 'application/octet-stream', content }) =>
      Buffer.concat([
        Buffer.from(`name="files"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`),
        Buffer.from(content),
      ]),
    ),
  ];
  const begin = Buffer.from(`--${mark}\r\nContent-Disposition: form-data; `);
  const payload = Buffer.concat([
    ...parts.flatMap((part) => [begin, Buffer.from(part), Buffer.from('\r\n')]),
    Buffer.from(`--${mark}--\r\n`),
  ]);
  return await app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': `multipart/form-data; boundary=${mark}`, ...headers },
    payload,
  });
}

let count = 0;

/** Sends a request by the form; answers the ticket's number, and the link to it that the next page shows. */
export async function sendRequest(
  app: Pick<TestApp, 'inject'>,
  fields: Record<string, string> = {},
  locale = 'en',
): Promise<{ number: number; link: string; sent: string }> {
  const all = {
    ...{ id: `own-page-${'x'.repeat(12)}-${(count += 1)}`, type: 'inquiry', email: `own${count}@people.test` },
    ...{ subject: `Where is parcel ${count}?`, text: 'It has not come.' },
    ...fields,
  };
  const answer = await postForm(app, `/help/${locale}/request`, all, {
    headers: { 'x-forwarded-for': `203.0.113.${count % 250}` },
  });
  const sent = String(answer.headers.location);
  const page = await app.inject({ url: sent });
  const link = /href="([^"]*\/requests\/[^"]+)"/.exec(page.body)?.[1] ?? '';
  return { number: Number(/t=(\d+)\./.exec(sent)?.[1]), link, sent };
}
