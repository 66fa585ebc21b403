import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { SendError } from '../../../../server/channels/channel.ts';
import { compose } from '../../../../server/channels/email/compose.ts';
import { loopMark } from '../../../../server/channels/email/interpret.ts';
import { parseMail } from '../../../../server/channels/email/parse-mail.ts';
import { createSender } from '../../../../server/channels/email/smtp.ts';
import { anchorId } from '../../../../server/channels/email/token.ts';
import { openSmtpSink, type Refuse, type SmtpSink } from '../../../support/smtp-sink.ts';
import { outgoing, testDesk } from './desk.ts';

const desk = testDesk();
const account = { name: 'Lamp shop' };
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** A real SMTP server that ends with the test. */
async function smtpServer(refuse: Refuse = {}): Promise<SmtpSink> {
  const sink = await openSmtpSink(refuse);
  stops.push(sink.stop);
  return sink;
}

/** A server that cuts the connection when it has read this much of the dialogue. */
async function cuttingServer(until: 'RCPT' | 'DATA'): Promise<string> {
  const serve = (socket: Socket) => {
    socket.on('error', () => undefined);
    socket.write('220 cut.test\r\n');
    let data = false;
    socket.on('data', (chunk) => {
      const line = chunk.toString();
      if (data || line.startsWith(until === 'RCPT' ? 'RCPT' : '\0')) return socket.destroy();
      data = line.startsWith('DATA');
      socket.write(data ? '354 go on\r\n' : '250 fine\r\n');
    });
  };
  const server: Server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => new Promise((resolve) => server.close(() => resolve())));
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}?tls=off`;
}

const transmit = async (url: string, message = outgoing()) =>
  await createSender(url, 'desk.test').send(await compose(desk, account, message));
const outcome = (url: string) =>
  transmit(url).then(
    () => 'sent',
    (error: Error) => (error instanceof SendError ? error.outcome : error.message),
  );

describe('a mail out', () => {
  it('threads: our Message-ID, what it answers, the anchor first', async () => {
    const { url, taken } = await smtpServer();
    const references = ['first@people.test', 'ours@desk.test', 'last@people.test'];
    await transmit(url, outgoing({ references }));
    const mail = await parseMail(taken[0]?.raw ?? Buffer.alloc(0));
    expect(taken[0]).toMatchObject({ from: 'support@desk.test', to: ['ann@people.test'] });
    expect(mail).toMatchObject({
      messageId: 'ombud.minted@desk.test',
      inReplyTo: ['last@people.test'],
      references: [anchorId(desk.vault, desk.address, 'thread-1', 'ann@people.test'), ...references],
      subject: 'Re: Lamp',
      from: [{ name: 'Zoë Müller', address: 'support@desk.test' }],
      text: 'We send a new one.',
    });
    expect(mail.headers).toEqual({
      'content-type': [expect.stringMatching(/^multipart\/alternative/)],
      'x-ombud-loop': [loopMark(desk)],
    });
  });

  it('carries HTML beside its text, files with names of any language, pictures inside', async () => {
    const { url, taken } = await smtpServer();
    const file = (id: string, name: string, type: string, cid?: string) => ({
      id,
      name,
      type,
      size: 3,
      ...(cid ? { cid } : {}),
      read: () => Promise.resolve(Buffer.from(id)),
    });
    await transmit(
      url,
      outgoing({
        to: 'łukasz@people.test',
        cc: ['bob@people.test'],
        subject: 'Счёт für Größe',
        html: '<p>We send <img src="cid:pic"></p>',
        attachments: [file('abc', 'Țară – счёт "1".pdf', 'application/pdf'), file('img', 'ä.png', 'image/png', 'pic')],
      }),
    );
    const mail = await parseMail(taken[0]?.raw ?? Buffer.alloc(0));
    expect(taken[0]?.to).toEqual(['łukasz@people.test', 'bob@people.test']);
    expect(mail).toMatchObject({
      subject: 'Счёт für Größe',
      text: 'We send a new one.',
      html: expect.stringContaining('<p>We send <img src="cid:pic"'),
    });
    expect(mail.files.map(({ name, cid }) => [name, cid])).toEqual(
      expect.arrayContaining([
        ['Țară – счёт "1".pdf', undefined],
        ['ä.png', 'pic'],
      ]),
    );
    expect(mail.cc.map(({ address }) => address)).toEqual(['bob@people.test']);
  });

  it('goes to everybody it names; who gets a blind copy stands nowhere in it', async () => {
    const { url, taken } = await smtpServer();
    const [alsoTo, cc, bcc] = [['bob@people.test'], ['carl@people.test'], ['dora@people.test']];
    await transmit(url, outgoing({ alsoTo, cc, bcc }));
    expect(taken[0]?.to).toEqual(['ann@people.test', ...alsoTo, ...cc, ...bcc]);
    const mail = await parseMail(taken[0]?.raw ?? Buffer.alloc(0));
    expect(mail.to.map(({ address }) => address)).toEqual(['ann@people.test', 'bob@people.test']);
    expect(mail.cc.map(({ address }) => address)).toEqual(['carl@people.test']);
    expect(taken[0]?.raw.toString()).not.toMatch(/dora|bcc/i);
  });

  it('marks what no person wrote, and gives it no sender to answer to (RFC 3834)', async () => {
    const { url, taken } = await smtpServer();
    await transmit(url, outgoing({ automatic: true, author: { kind: 'system' } }));
    expect(taken[0]?.from).toBe('');
    const text = taken[0]?.raw.toString() ?? '';
    expect(text).toMatch(/^Auto-Submitted: auto-replied\r$/m);
    expect(text).toMatch(/^From: Lamp shop <support@desk.test>\r$/m);
  });

  it('repeats with the same Message-ID', async () => {
    const { url, taken } = await smtpServer();
    await transmit(url);
    await transmit(url);
    expect(taken.map(({ raw }) => /^Message-ID: (.*)\r$/m.exec(raw.toString())?.[1])).toEqual(
      Array(2).fill('<ombud.minted@desk.test>'),
    );
  });

  it('lets nothing of a customer into the headers', async () => {
    const { url, taken } = await smtpServer();
    await transmit(
      url,
      outgoing({
        subject: 'Lamp\r\nBcc: eve@people.test',
        references: ['x@y.test>\r\nX-Bad: 1', 'y'.repeat(5_000), 'good@people.test'],
        author: { kind: 'agent', name: 'Eve" <eve@people.test>\r\nX-Bad: 2' },
      }),
    );
    const [head = ''] = taken[0]?.raw.toString().split('\r\n\r\n') ?? [];
    expect(head).not.toMatch(/^(?:Bcc|X-Bad):/m);
    expect(head.match(/^From:.*$/m)?.[0]).toContain('<support@desk.test>');
    expect((await parseMail(taken[0]?.raw ?? Buffer.alloc(0))).references.slice(1)).toEqual(['good@people.test']);
    expect(taken[0]?.to).toEqual(['ann@people.test']);
  });
});

describe('what becomes of it', () => {
  it.each<[string, { rcpt?: number; data?: number }, string]>([
    ['taken', {}, 'sent'],
    ['the recipient refused for now', { rcpt: 450 }, 'later'],
    ['the recipient refused for good', { rcpt: 550 }, 'failed'],
    ['the message refused for now', { data: 451 }, 'later'],
    ['the message refused for good', { data: 554 }, 'failed'],
  ])('%s', async (_, refuse, expected) => {
    expect(await outcome((await smtpServer(refuse)).url)).toBe(expected);
  });

  it('is sent when some of the recipients are refused, with the reason for the agent', async () => {
    const { url, taken } = await smtpServer({ rcpt: 550, only: 'nobody@people.test' });
    const warning = await transmit(url, outgoing({ cc: ['nobody@people.test'] }));
    expect([taken[0]?.to, warning]).toEqual([['ann@people.test'], expect.stringContaining('550')]);
    expect(await transmit(url)).toBeUndefined();
  });

  it('is known to be open when the connection is cut after DATA', async () => {
    expect(await outcome(await cuttingServer('DATA'))).toBe('unknown');
  });

  it('is later when the connection is cut before DATA, or refused', async () => {
    expect(await outcome(await cuttingServer('RCPT'))).toBe('later');
    expect(await outcome('smtp://127.0.0.1:1?tls=off')).toBe('later');
  });

  it('signs in, and tries later when that is refused: settings can be mended', async () => {
    const { url, taken } = await smtpServer();
    expect(await outcome(url.replace('smtp://', 'smtp://me%40desk.test:wrong@'))).toBe('later');
    expect(await outcome(url.replace('smtp://', 'smtp://me%40desk.test:right@'))).toBe('sent');
    expect(taken).toHaveLength(1);
  });
});
