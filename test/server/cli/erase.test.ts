import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDesk } from '../../../server/cli/open.ts';
import { readConfig } from '../../../server/config.ts';
import type { Context } from '../../../server/context.ts';
import { customerByEmail } from '../../../server/customers/find.ts';
import { Customers } from '../../../server/customers/model.ts';
import { Intake } from '../../../server/intake/model.ts';
import { Erasures } from '../../../server/privacy/erasure-model.ts';
import { carryOut } from '../../../server/privacy/carry-out.ts';
import { beginErasing, newErasure } from '../../../server/privacy/erase.ts';
import { tendErasures } from '../../../server/privacy/erasure-loop.ts';
import { ticketsOf } from '../../../server/privacy/scope.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { CommandLine } from '../../support/ombud.ts';
import { Types } from 'mongoose';

const line = new CommandLine();
const run = line.run.bind(line);
afterAll(() => line.remove());
const dirOf = (env: Record<string, string>): string => env['DATA_DIR'] ?? '';

async function within<T>(env: Record<string, string>, act: (desk: Awaited<ReturnType<typeof openDesk>>) => Promise<T>) {
  const desk = await openDesk(readConfig(env));
  try {
    return await act(desk);
  } finally {
    await desk.close();
  }
}

/** The address of the n-th customer of the sample company who has one. */
const addresses = (env: Record<string, string>) =>
  within(env, async ({ context }) => {
    const docs = await Customers(context).find({ 'identities.kind': 'email' }).sort({ _id: 1 }).limit(5).lean();
    return docs.map((doc) => {
      const sealed = doc.values as unknown as { buffer: Uint8Array };
      const bound = `Customer/${String(doc._id)}/values`;
      const values = context.vault.open(String(doc._id), bound, sealed.buffer ?? sealed).toString();
      return { id: String(doc._id), address: Object.values(JSON.parse(values) as Record<string, string>)[0] ?? '' };
    });
  });

/** So many more messages in the first ticket of a customer. */
async function addMessages(context: Context, customer: Types.ObjectId, n: number): Promise<void> {
  const { intake: _, ...one } = await Messages(context).findOne({ customer, direction: 'in' }).lean().orFail();
  const more = Array.from({ length: n }, (_, i) => ({ ...one, _id: new Types.ObjectId(), n: 1_000 + i }));
  await Messages(context).collection.insertMany(more as never);
}

describe('ombud erase, and backups from before', () => {
  let env: Record<string, string>;
  let people: { id: string; address: string }[];
  const [early, away] = [join(line.folder, 'early'), join(line.folder, 'away')];
  beforeAll(async () => {
    env = line.settings('desk');
    await run(['demo'], env);
    people = await addresses(env);
    for (const folder of [early, away]) expect(await run(['backup', folder], env)).toMatchObject({ code: 0, err: '' });
    renameSync(join(away, 'keys.db'), join(line.folder, 'moved.db'));
  });

  it('asks, and erases nothing when there is nobody to ask', async () => {
    const ended = await run(['erase', people[0]?.address ?? ''], env);
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining('say --yes') });
    expect(await run(['erase', 'nobody@nowhere.example', '--yes'], env)).toMatchObject({ code: 1 });
    expect(await within(env, ({ context }) => Erasures(context).countDocuments())).toBe(0);
  });

  it('prints a certificate that names the backups it reached, and those it could not', async () => {
    const page = join(line.folder, 'certificate.html');
    const [one] = people;
    const ended = await run(['erase', one?.address ?? '', '--yes', '--certificate', page, '--language', 'pl'], env);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain('Zaświadczenie o usunięciu danych');
    for (const folder of [early, away]) expect(ended.out).toContain(join(folder, 'keys.db'));
    expect(ended.out).not.toContain(one?.address);
    expect(readFileSync(page, 'utf8')).toContain('<html lang="pl">');
    expect(await run(['erase', one?.address ?? '', '--yes'], env)).toMatchObject({ code: 1 });
  });

  it('can be applied later to a backup that was away, and one that is gone can be forgotten', async () => {
    const moved = join(line.folder, 'moved.db');
    expect(await run(['erase', '--backup', moved], env)).toMatchObject({ code: 0, err: '' });
    expect(await run(['erase', '--backup', join(early, 'data.bson.gz')], env)).toMatchObject({ code: 1 });
    expect(await run(['backup', '--forget', away], env)).toMatchObject({ code: 0 });
    expect(await run(['backup', '--forget', away], env)).toMatchObject({ code: 1 });
  });

  it.each(['a new machine that has the backup alone', 'the same folder, its keys kept'])(
    'a restore from before brings nobody back: %s',
    async (where) => {
      const fresh = line.settings(where.includes('same') ? 'same' : 'machine');
      mkdirSync(dirOf(fresh), { mode: 0o700 });
      const kept = where.includes('same') ? ['secret.key', 'keys.db'] : ['secret.key'];
      for (const name of kept) copyFileSync(join(dirOf(env), name), join(dirOf(fresh), name));
      const restored = await run(['restore', early], fresh);
      expect(restored).toMatchObject({ code: 0, err: '' });
      expect(restored.out).toContain('1 erasures were applied again');
      const [one, two] = people;
      await within(fresh, async ({ context }) => {
        expect(context.vault.hasKey(one?.id ?? '')).toBe(false);
        expect(await customerByEmail(context, one?.address ?? '')).toBeUndefined();
        expect((await customerByEmail(context, two?.address ?? ''))?.name).not.toBe('');
        expect(await Tickets(context).countDocuments({ customer: new Types.ObjectId(one?.id) })).toBe(0);
        expect(await Tickets(context).countDocuments({ erased: true })).toBeGreaterThan(0);
        expect(await Erasures(context).countDocuments({ state: 'done' })).toBe(1);
      });
    },
  );

  it('goes on where it was killed: before the keys, after them, and in the middle', async () => {
    for (const [at, person] of people.slice(1, 4).entries())
      await within(env, async ({ context }) => {
        const _id = new Types.ObjectId();
        const customers = [new Types.ObjectId(person.id)];
        const tickets = await ticketsOf(context, customers);
        const by = { kind: 'system' as const, name: 'test' };
        const begun = newErasure(context, { _id, customers, tickets, at: new Date(), by });
        begun.touchedAt = new Date(Date.now() - 60_000);
        await Erasures(context).collection.insertOne(begun as never);
        if (at > 0) context.vault.erased.write({ id: String(_id), at: '', owners: [person.id], by, items: [] });
        if (at > 1) await Tickets(context).deleteOne({ _id: { $in: tickets } });
        while (await tendErasures(context));
        const done = await Erasures(context).findById(_id).lean().orFail();
        expect([done.state, done.told, done.counts['Customer']]).toEqual(['done', true, 1]);
        expect(context.vault.hasKey(person.id)).toBe(false);
        expect(await Customers(context).countDocuments({ _id: { $in: customers } })).toBe(0);
        expect(await carryOut(context, done)).toMatchObject({ state: 'done', counts: done.counts });
      });
  });

  it('of much goes step by step and tells how far it is; killed after any step it comes to one certificate', async () => {
    await within(env, async ({ context }) => {
      const customer = new Types.ObjectId(people[4]?.id);
      const by = { kind: 'system' as const, name: 'test' };
      await addMessages(context, customer, 450);
      let now = await beginErasing(context, customer, by);
      expect([now.state, now.removed, context.vault.hasKey(String(customer))]).toEqual(['begun', 0, false]);
      const { counts } = now;
      const seen: number[] = [];
      while (now.state === 'begun' && seen.length < 100) {
        let asked = 0;
        now = await carryOut(context, now, () => ++asked < 2);
        if (now.state === 'begun') seen.push(now.removed ?? 0);
      }
      expect([now.state, now.counts]).toEqual(['done', counts]);
      expect(counts['Message']).toBeGreaterThan(450);
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      expect(new Set(seen.filter((n) => n > 0)).size).toBeGreaterThan(3);
      expect(await Messages(context).countDocuments({ customer })).toBe(0);
      expect((await beginErasing(context, customer, by))._id).toEqual(now._id);
      expect(await Erasures(context).countDocuments({ customers: customer })).toBe(1);
    });
  });
});

describe('ombud rotate-key', () => {
  it('exchanges secret.key: everything opens with the new one, nothing with the old', async () => {
    const env = line.settings('rotated');
    await run(['demo'], env);
    const old = readFileSync(join(dirOf(env), 'secret.key'), 'utf8').trim();
    const [one] = await addresses(env);
    const rotated = await run(['rotate-key'], env);
    expect(rotated).toMatchObject({ code: 0, err: '' });
    expect(existsSync(join(dirOf(env), 'secret.key.new'))).toBe(false);
    expect(readFileSync(join(dirOf(env), 'secret.key'), 'utf8').trim()).not.toBe(old);
    await within(env, async ({ context }) => {
      expect(String((await customerByEmail(context, one?.address ?? ''))?._id)).toBe(one?.id);
      expect(await Intake(context).countDocuments({ outcome: 'erased' })).toBe(0);
    });
    const refused = await run(['doctor'], { ...env, SECRET_KEY: old });
    expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('is not the one that sealed the data') });
    rmSync(join(dirOf(env), 'secret.key'));
    const missing = await run(['doctor'], env);
    expect(missing.out).toContain('sealed with an instance key that is not here now');
  });

  it('with SECRET_KEY it needs the next one', async () => {
    const [first, second] = ['first secret key of thirty-two characters', 'second secret key of thirty-two characters'];
    const env: Record<string, string> = { ...line.settings('given'), SECRET_KEY: first };
    await run(['demo'], env);
    expect(await run(['rotate-key'], env)).toMatchObject({ code: 1, err: expect.stringContaining('NEW_SECRET_KEY') });
    expect(await run(['rotate-key'], { ...env, NEW_SECRET_KEY: second })).toMatchObject({ code: 0, err: '' });
    expect((await run(['doctor'], { ...env, SECRET_KEY: second })).out).toContain('The instance key fits');
  });
});
