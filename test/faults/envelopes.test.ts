import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PLAIN_LETTERHEAD } from '../../server/settings/letterhead-model.ts';
import { writeLetterhead } from '../../server/settings/letterheads.ts';
import { eventually } from '../support/eventually.ts';
import { dovecotMissing, startMailServer } from '../support/mail-server.ts';
import { chances } from '../support/chances.ts';
import { mailOf } from '../server/channels/email/desk.ts';
import { openSendingDesk, readSent, type SendingDesk } from '../server/channels/email/sending-desk.ts';
import type { Taken } from '../support/smtp-sink.ts';
import { threadsOf } from '../support/threads-of.ts';

/**
 * Threads of several people who answer to all, are added, dropped and put into blind copy: who gets an answer is whom
 * the composer showed, and everybody's mail program shows one thread.
 */
const FULL = process.env['OMBUD_FAULTS'] === 'full';
const [THREADS, ROUNDS] = FULL ? [30, 5] : [6, 3];
const PEOPLE = 6;
const OWN = ['support@desk.test', 'Support@DESK.test', 'returns@desk.test', 'Returns+lamp@desk.test'];

const { pick, some, chance } = chances(7);
let desk: SendingDesk;
beforeAll(async () => {
  desk = await openSendingDesk();
  const identities = [{ id: 'returns', name: 'Returns', address: 'returns@desk.test' }];
  await writeLetterhead(desk.app.context, 'env', { ...PLAIN_LETTERHEAD, identities });
});
afterAll(() => desk.close());

interface Shown {
  to: string[];
  cc: string[];
  bcc: string[];
}
interface Thread {
  t: number;
  number: number;
  people: string[];
  /** What a mail program answers to: the last mail's id and references, and who is seen on it. */
  last?: { id: string; references: string[]; seen: string[] };
  /** All mails of it, in and out, and who has each. */
  mails: { raw: Buffer; at: string[] }[];
}
const threads: Thread[] = [];
const hidden = new Set<string>();

/** Somebody of the customer's side writes to the desk and to others; the composer must show those, and no one else. */
async function write(thread: Thread, round: number): Promise<Shown> {
  const { t, people, last } = thread;
  const sender = last ? pick(last.seen) : (people[0] ?? '');
  const others = some(people).filter((one) => one !== sender);
  const cut = others.length >> 1;
  const [to, cc] = [others.slice(0, cut), others.slice(cut)];
  (chance(0.7) ? to : cc).push(pick(OWN));
  const id = `mail-${t}-${round}@people.test`;
  const raw = mailOf(
    {
      From: `"Somebody" <${sender}>`,
      To: to.join(', ') || 'undisclosed-recipients:;',
      ...(cc.length > 0 ? { Cc: cc.join(', ') } : {}),
      Subject: `Matter ${t}`,
      'Message-ID': `<${id}>`,
      ...(last
        ? {
            'In-Reply-To': `<${last.id}>`,
            References: [...last.references, last.id].map((one) => `<${one}>`).join('\r\n '),
          }
        : {}),
    },
    `Round ${round} of ${t}`,
  );
  thread.mails.push({ raw, at: [sender, ...others] });
  if (last) expect((await desk.take(raw)).ticket).toBe(await ticketId(thread));
  else thread.number = await desk.bring(raw);
  const customer = people[0] ?? '';
  const expected = new Set([...(sender === customer ? [] : [customer]), ...others]);
  const shown = (await desk.call('GET', `/tickets/${thread.number}/recipients`)).json<Shown>();
  expect(shown.to).toEqual([sender]);
  expect(new Set(shown.cc)).toEqual(expected);
  expect(shown.bcc).toEqual([]);
  return { to: shown.to, cc: shown.cc, bcc: [] };
}

const ticketId = async ({ number }: Thread): Promise<string> =>
  (await desk.call('GET', `/tickets/${number}`)).json<{ id: string }>().id;

/** What agents do with the lines of the composer. */
function edited(shown: Shown, { t, people }: Thread, round: number): Shown {
  let { to, cc, bcc } = shown;
  if (chance(0.3) && cc.length > 0) [to, cc] = [[...to, ...cc.slice(0, 1)], cc.slice(1)];
  if (chance(0.3)) cc = cc.slice(1);
  if (chance(0.3)) cc = [...new Set([...cc, pick(people)])].filter((one) => !to.includes(one));
  if (chance(0.4)) bcc = [`hidden.${t}.${round}@elsewhere.test`];
  for (const one of bcc) hidden.add(one);
  return { to, cc, bcc };
}

/** An agent answers; what goes out is what stood in the composer. */
async function answer(thread: Thread, lines: Shown): Promise<void> {
  const before = desk.sink.taken.length;
  await desk.answer(thread.number, lines);
  await eventually(async () => expect(await desk.sent()).toHaveLength(before + 1));
  const taken = desk.sink.taken[before] as Taken;
  const mail = await readSent(taken);
  expect([...taken.to].sort()).toEqual([...lines.to, ...lines.cc, ...lines.bcc].sort());
  expect(mail.to.map(({ address }) => address)).toEqual(lines.to);
  expect(mail.cc.map(({ address }) => address)).toEqual(lines.cc);
  const own = OWN.map((one) => one.toLowerCase());
  expect(taken.to.filter((one) => own.includes(one.toLowerCase()))).toEqual([]);
  const all = `${taken.raw.toString('latin1')} ${mail.text} ${mail.html ?? ''}`;
  expect(all).not.toMatch(/^bcc:/im);
  expect([...hidden].filter((one) => all.includes(one))).toEqual([]);
  thread.mails.push({ raw: taken.raw, at: [...lines.to, ...lines.cc] });
  thread.last = { id: mail.messageId ?? '', references: mail.references, seen: [...lines.to, ...lines.cc] };
}

describe('threads of several people', { sequential: true }, () => {
  test(
    `${THREADS} threads, ${ROUNDS} rounds: who gets it is whom the composer showed`,
    { timeout: 280_000 },
    async () => {
      for (let t = 0; t < THREADS; t++) {
        const people = Array.from({ length: 2 + (t % (PEOPLE - 1)) }, (_, i) => `p${i}.t${t}@people${i % 3}.test`);
        threads.push({ t, number: 0, people, mails: [] });
      }
      for (let round = 0; round < ROUNDS; round++)
        for (const thread of threads) await answer(thread, edited(await write(thread, round), thread, round));
      expect(desk.sink.taken).toHaveLength(THREADS * ROUNDS);
      expect(hidden.size).toBeGreaterThan(0);
      console.log(`${THREADS * ROUNDS} answers in ${THREADS} threads, ${hidden.size} in blind copy`);
    },
  );

  test.skipIf(dovecotMissing)(`each is one thread in a mailbox (${dovecotMissing ?? 'Dovecot'})`, async () => {
    const server = await startMailServer();
    try {
      // All mails of all threads; and only those that one of its people has.
      for (const person of [undefined, 1, 2]) {
        const user = `reader${person ?? ''}@people.test`;
        const has = ({ at }: { at: string[] }, { people }: Thread) =>
          person === undefined || at.includes(people[person] ?? 'nobody');
        const mails = threads.flatMap((thread) =>
          thread.mails.filter((mail) => has(mail, thread)).map(({ raw }) => ({ raw, t: thread.t })),
        );
        // Of equal subjects a server may make one thread: here no two are.
        mails.forEach(({ raw }, i) =>
          server.deliver(user, raw.toString('latin1').replace(/^Subject: .*$/m, `Subject: ${i} words`)),
        );
        const found = await threadsOf(server.imapUrl(user));
        const kept = server
          .mailbox(user)
          .map((raw) => mails[Number(/^Subject: (\d+)/m.exec(raw.toString('latin1'))?.[1])]?.t);
        expect(found.flat()).toHaveLength(mails.length);
        expect(found.map((list) => new Set(list.map((n) => kept[n - 1])).size)).toEqual(found.map(() => 1));
        expect(found).toHaveLength(new Set(mails.map(({ t }) => t)).size);
        console.log(`${mails.length} mails in ${found.length} threads`);
      }
    } finally {
      await server.stop();
    }
  });
});
