import type { LightMyRequestResponse } from 'fastify';
import { drain } from '../../../../server/channels/delivery.ts';
import type { ParsedMail } from '../../../../server/channels/email/parsed.ts';
import { parseMail } from '../../../../server/channels/email/parse-mail.ts';
import { record } from '../../../../server/intake/record.ts';
import type { Processed } from '../../../../server/intake/model.ts';
import { buildTestApp, type TestApp, type TestAppOptions } from '../../../support/app.ts';
import { openSmtpSink, type Refuse, type SmtpSink, type Taken } from '../../../support/smtp-sink.ts';
import { numberOf } from '../../../support/ticket-number.ts';

/** A desk that gets mails as bytes and sends them to a real SMTP server. */
export interface SendingDesk {
  app: TestApp;
  sink: SmtpSink;
  /** What a mail became. */
  take(raw: Buffer, meta?: object): Promise<Processed>;
  /** The same for one that opens a ticket; answers its number. */
  bring(raw: Buffer, meta?: object): Promise<number>;
  /** As an admin. */
  call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object): Promise<LightMyRequestResponse>;
  answer(number: number, body?: object): Promise<{ id: string }>;
  /** Sends what is due, and answers all that has gone out so far. */
  sent(): Promise<Taken[]>;
  close(): Promise<void>;
}

let count = 0;

export async function openSendingDesk({
  env: more,
  refuse,
  ...options
}: Pick<TestAppOptions, 'env' | 'clock' | 'empty'> & { refuse?: Refuse } = {}): Promise<SendingDesk> {
  const sink = await openSmtpSink(refuse);
  const env = { MAIL_ADDRESS: 'support@desk.test', SMTP_URL: sink.url, ...more };
  const app = await buildTestApp({ ...options, env });
  await app.listen();
  const { cookie } = await app.signIn('admin', { name: 'Zoë Müller' });
  const call: SendingDesk['call'] = (method, path, payload) =>
    app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
  const take = async (raw: Buffer, meta: object = {}) => {
    const item = { channel: 'email' as const, account: 'env', key: `key-${++count}`, raw, meta: { ...meta } };
    return await (
      await record(app.context, item)
    ).done;
  };
  return {
    app,
    sink,
    call,
    take,
    bring: async (raw, meta) => await numberOf(app, (await take(raw, meta)).ticket),
    async answer(number, body = {}) {
      const payload = { clientId: `client-${++count}`, text: 'We send a new one.', ...body };
      const answered = await call('POST', `/tickets/${number}/replies`, payload);
      if (answered.statusCode !== 201) throw new Error(answered.body);
      return answered.json<{ id: string }>();
    },
    async sent() {
      await drain(app.context);
      return sink.taken;
    },
    async close() {
      await app.close();
      await sink.stop();
    },
  };
}

/** A mail that went out, read as its receiver's program would. */
export const readSent = async (taken: Taken | undefined): Promise<ParsedMail> =>
  await parseMail(taken?.raw ?? Buffer.alloc(0));
