import { afterAll, describe, expect, it } from 'vitest';
import { shopFacts } from '../../../server/settings/shop.ts';
import { buildTestApp } from '../../support/app.ts';
import { CommandLine } from '../../support/ombud.ts';

const line = new CommandLine();
const run = line.run.bind(line);
const settings = line.settings.bind(line);
afterAll(() => line.remove());

describe('demo', () => {
  it('adds a company in five languages over all channels, once, and removes it wholly', async () => {
    const env = settings('demo');
    expect((await run(['demo'], env)).out).toMatch(
      /Sample company: 60 tickets, 7 agents[^]*\/help\/en\/requests\/\S+m$/m,
    );
    expect((await run(['demo'], env)).out).toBe('The sample company is there already.\n');
    const uri = env['MONGODB_URI'];
    const app = await buildTestApp({ dataDir: env['DATA_DIR'] ?? '', env: uri ? { MONGODB_URI: uri } : {} });
    const { cookie } = await app.signIn('admin');
    const get = async (url: string) => (await app.inject({ url, headers: { cookie } })).json();
    const { items } = await get('/api/v1/tickets?limit=100');
    const distinct = (field: string): unknown[] =>
      [...new Set(items.map((t: Record<string, unknown>) => t[field]))].sort();
    expect(items).toHaveLength(60);
    expect(distinct('language')).toEqual(['en', 'es', 'pl', 'ro', 'ru']);
    expect(distinct('channel')).toEqual(['api', 'email', 'form', 'webchat']);
    expect(distinct('type')).toEqual(['complaint', 'inquiry', 'return']);
    expect(distinct('status')).toEqual(['closed', 'new', 'open', 'pending', 'snoozed', 'solved']);
    const deliveries = await app.context.db.collection('messages').distinct('delivery.state');
    expect(deliveries).toEqual(['sent']);
    expect(await app.context.db.collection('orders').countDocuments({ demo: true })).toBeGreaterThan(10);
    expect(await get('/api/v1/shop')).toMatchObject({ returnDays: 30, warrantyMonths: 24 });
    expect(await app.context.db.collection('tickets').countDocuments({ order: { $exists: true } })).toBeGreaterThan(3);
    await app.close(true);

    expect((await run(['demo', '--remove'], env)).out).toMatch(/^60 sample tickets/);
    const after = await buildTestApp({ dataDir: env['DATA_DIR'] ?? '', env: uri ? { MONGODB_URI: uri } : {} });
    const count = (name: string) => after.context.db.collection(name).countDocuments({});
    expect(await Promise.all(['tickets', 'messages', 'customers', 'rules', 'orders'].map(count))).toEqual([
      0, 0, 0, 0, 0,
    ]);
    expect(await shopFacts(after.context)).toMatchObject({ returnDays: null, warrantyMonths: null });
    expect(await after.context.db.collection('agents').countDocuments({ demo: true })).toBe(0);
    expect(await after.context.db.collection('teams').countDocuments({})).toBe(1);
    await after.close();
  });
});
