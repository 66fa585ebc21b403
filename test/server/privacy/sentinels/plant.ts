import { randomUUID } from 'node:crypto';
import { Visitor } from '../../channels/webchat/visitor.ts';
import { smtpClient } from '../../channels/email/smtp-client.ts';
import { eventually } from '../../../support/eventually.ts';
import type { WatchedDesk } from './desk.ts';

/** Mails through the real SMTP door: a whole one, one that cannot be read, and a report of a failed delivery. */
export async function plantMail(desk: WatchedDesk): Promise<void> {
  const { sentinels: s } = desk;
  const encoded = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
  const address = `${s.word('address')}@people.test`;
  const raw = [
    `From: ${encoded(s.text('name'))} <${address}>`,
    'To: support@desk.test',
    `Cc: ${encoded(s.text('ccname'))} <${s.word('cc')}@people.test>`,
    `Subject: ${encoded(s.text('subject'))}`,
    `Message-ID: <${s.word('messageid')}@people.test>`,
    `X-Shop-Customer: ${s.word('rawheader')}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=mixed',
    '',
    '--mixed',
    'Content-Type: multipart/alternative; boundary=alternative',
    '',
    '--alternative',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(`${s.text('body')}, call me: +48 ${s.word('phone')}`).toString('base64'),
    '--alternative',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    `<p>${s.text('html').replaceAll('ł', '=C5=82')}</p>`,
    '--alternative--',
    '--mixed',
    'Content-Type: text/plain; charset=utf-16le',
    `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(s.text('filename'))}.txt`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(s.text('filecontent'), 'utf16le').toString('base64'),
    '--mixed--',
    '',
  ].join('\r\n');
  await send(desk, raw, address);
  const deep = Array.from(
    { length: 150 },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
  );
  const poison = `From: ${s.word('poisonfrom')}@people.test\r\nSubject: ${s.word('poison')}\r\n${deep.join('')}${s.word('poisonbody')}`;
  await send(desk, poison, `${s.word('envelope')}@people.test`);
  await send(desk, bounce(desk), '');
}

function bounce({ sentinels: s }: WatchedDesk): string {
  return [
    'From: MAILER-DAEMON@people.test',
    'To: support@desk.test',
    'Subject: Undelivered',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=report',
    '',
    '--report',
    'Content-Type: text/plain',
    '',
    s.word('bouncetext'),
    '--report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; people.test',
    '',
    `Final-Recipient: rfc822; ${s.word('bounced')}@people.test`,
    'Action: failed',
    'Status: 5.1.1',
    `Diagnostic-Code: smtp; 550 ${s.word('diagnostic')}`,
    '--report--',
    '',
  ].join('\r\n');
}

async function send({ smtpPort }: WatchedDesk, raw: string, from: string): Promise<void> {
  const client = await smtpClient(smtpPort);
  const answer = await client.send(raw, 'support@desk.test', from);
  client.close();
  if (!answer.startsWith('250')) throw new Error(answer);
}

/** A chat over the widget's socket, with a file over HTTP. */
export async function plantChat({ sentinels: s, url }: WatchedDesk): Promise<void> {
  const visitor = await Visitor.greeted(url);
  s.secret('chatsession', visitor.token);
  const about = {
    name: s.text('chatname'),
    email: `${s.word('chatmail')}@people.test`,
    page: { url: `https://shop.test/${s.word('page')}`, title: s.text('pagetitle') },
  };
  await visitor.say('sentinel-1', s.text('chat'), about);
  await visitor.until(() => visitor.messages().some(({ from }) => from === 'visitor'));
  const form = new FormData();
  form.append('session', visitor.token);
  form.append('message', JSON.stringify({ clientId: 'sentinel-2', text: s.text('chatwithfile'), locale: 'en' }));
  form.append('file', new File([s.text('chatfile')], `${s.text('chatfilename')}.txt`, { type: 'text/plain' }));
  const answer = await fetch(`${url}/channels/webchat/messages`, { method: 'POST', body: form });
  if (answer.status !== 202) throw new Error(await answer.text());
  await visitor.until(() => visitor.messages().some(({ attachments }) => attachments.length > 0));
  visitor.close();
}

/** The request form as a browser sends it, the public API, a program's ticket, and searches. */
export async function plantRequests(desk: WatchedDesk): Promise<void> {
  const { sentinels: s, app } = desk;
  const fields = {
    id: 'sentinelsentinelform',
    type: 'complaint',
    name: s.text('formname'),
    email: `${s.word('formmail')}@people.test`,
    product: s.text('customfield'),
    order: s.word('order'),
    happened: `${s.text('form')} +40 ${s.word('formphone')}`,
  };
  const sent = await app.inject({
    method: 'POST',
    url: '/help/en/request',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
  if (sent.statusCode !== 303) throw new Error(sent.body);
  const request = { type: 'inquiry', subject: s.text('requestsubject'), text: s.text('request') };
  const wrong = { ...request, email: `${s.word('refused')} is no address` };
  await desk.ask('POST', '/help/requests', { ...request, email: `${s.word('requestmail')}@people.test` });
  await desk.ask('POST', '/help/requests', wrong, [400]);
  const customer = { name: s.text('apiname'), email: `${s.word('apimail')}@nowhere.test` };
  await desk.ask('POST', '/tickets', { type: 'return', subject: s.text('apisubject'), text: s.text('api'), customer });
  await desk.ask('GET', `/help/search?locale=en&q=${encodeURIComponent(s.text('helpsearch'))}`);
  await app.inject({ url: `/help/en/search?q=${encodeURIComponent(s.text('sitesearch'))}` });
  for (const query of [s.text('ticketsearch'), `${s.word('mailsearch')}@people.test`])
    await desk.ask('GET', `/tickets?q=${encodeURIComponent(query)}`);
}

/** What agents write on the mail's ticket and on the program's, whose answer is refused by the mail server. */
export async function plantWork(desk: WatchedDesk): Promise<void> {
  const { sentinels: s } = desk;
  const [mail, program] = [await desk.numberOf(s.text('subject')), await desk.numberOf(s.text('apisubject'))];
  const note = { clientId: 'sentinel-note', text: s.text('note') };
  await desk.ask('POST', `/tickets/${mail}/notes`, note);
  const reply = { clientId: 'sentinel-reply', text: s.text('reply'), html: `<p>${s.text('replyhtml')}</p>` };
  await desk.ask('POST', `/tickets/${mail}/replies`, reply);
  await desk.ask('POST', `/tickets/${program}/replies`, { clientId: 'sentinel-refused', text: s.text('refusedreply') });
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  await desk.ask('POST', `/tickets/${mail}/replies`, { clientId: 'sentinel-later', text: s.text('later'), sendAt });
  await desk.ask('POST', '/views', { name: s.text('viewname'), query: { view: 'all', q: s.text('viewwords') } });
  await desk.ask('PUT', `/tickets/${mail}/drafts/reply`, { version: 1, text: s.text('draft') });
  const { customer } = (await desk.ask('GET', `/tickets/${mail}`)).json();
  await desk.ask('PUT', `/customers/${customer.id}`, { notes: s.text('customernotes') });
  const further = { kind: 'email', value: `${s.word('further')}@people.test` };
  await desk.ask('POST', `/customers/${customer.id}/identities`, further);
  const consent = { purpose: 'offers', given: true, note: s.text('consentnote') };
  await desk.ask('POST', `/customers/${customer.id}/consents`, consent);
  const { steps } = (await desk.ask('GET', `/tickets/${mail}/steps`)).json() as { steps: { step: string }[] };
  const details = { note: s.text('stepnote') };
  await desk.ask('POST', `/tickets/${mail}/steps`, { clientId: 'sentinel-step', step: steps[0]?.step, details });
  const item = { sku: s.word('sku'), name: s.text('product'), quantity: 1, serial: s.word('serial') };
  const order = { email: further.value, placedAt: '2026-03-01', items: [item] };
  await desk.ask('PUT', `/orders/${s.word('ordernumber')}`, order);
  await desk.ask('POST', `/tickets/${mail}/hold`, { note: s.text('holdnote') });
  await eventually(async () => {
    const { items } = (await desk.ask('GET', `/tickets/${program}/messages`)).json();
    const states = items.flatMap(({ delivery }: { delivery?: { state: string } }) => delivery?.state ?? []);
    if (!states.includes('failed')) throw new Error(`the refused answer is ${states.join()}`);
  });
}

/** Secrets that admins and agents enter or get. */
export async function plantSecrets(desk: WatchedDesk): Promise<void> {
  const { sentinels: s, receiver } = desk;
  const url = `${receiver.url}&${s.word('webhookurl')}`;
  const events = [
    'ticket.created',
    'ticket.updated',
    'ticket.solved',
    'message.received',
    'message.sent',
    'message.failed',
    'customer.updated',
  ];
  s.secret('webhooksecret', (await desk.ask('POST', '/webhooks', { url, events })).json().secret);
  const server = (word: string) => ({
    host: '127.0.0.1',
    port: 9,
    security: 'none',
    user: s.word(`${word}user`),
    password: s.text(`${word}password`),
  });
  const mailbox = {
    name: 'Second',
    address: 'second@desk.test',
    enabled: false,
    imap: server('imap'),
    smtp: server('othersmtp'),
  };
  await desk.ask('POST', '/mailboxes', mailbox);
  const telegram = { name: 'Bot', token: `9:${s.word('telegramtoken')}`, enabled: false };
  await desk.ask('POST', '/telegram-bots', telegram);
  const teams = { name: 'Bot', appId: randomUUID(), appPassword: s.text('teamspassword'), enabled: false };
  await desk.ask('POST', '/teams-bots', teams);
  const provider = { clientId: 'desk', clientSecret: s.text('oauthsecret') };
  await desk.ask('PUT', '/mail-providers/google', provider);
  s.secret('apitoken', (await desk.ask('POST', '/tokens', { name: 'shop', scopes: ['tickets:read'] })).json().token);
  const { agent, cookie } = await desk.app.signIn('agent');
  const own = async (method: 'PUT' | 'POST', path: string, payload: object) => {
    const url = `/api/v1/agents/me/${path}`;
    const answer = await desk.app.inject({ method, url, headers: { cookie }, payload });
    if (answer.statusCode >= 300) throw new Error(answer.body);
    return answer;
  };
  const password = s.word('password');
  await own('PUT', 'password', { current: agent.password, password });
  const begun = await own('POST', 'two-factor', { password });
  s.secret('totp', begun.json().secret as string);
  const link = (await desk.ask('POST', `/agents/${agent.id}/link`, {})).json().link ?? (await mailedLink(desk));
  s.secret('link', String(link).slice(-43));
  await desk.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { email: `${s.word('wrongemail')}@desk.test`, password: s.word('wrongpassword') },
  });
}

/** Quoted-printable breaks it in two. */
const mailedLink = (desk: WatchedDesk): Promise<string> =>
  eventually(() => {
    const text = desk.mails
      .join('')
      .replace(/=\r?\n/g, '')
      .replace(/=3D/g, '=');
    const link = /https?:\/\/\S+[/#=][\w-]{43}(?![\w-])/.exec(text)?.[0];
    if (!link) throw new Error('no link was mailed');
    return link;
  });
