import { afterAll, beforeAll, expect, test } from 'vitest';
import { Intake, type IntakeDoc } from '../../../server/intake/model.ts';
import { processItem } from '../../../server/intake/process.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let channel: ScriptChannel;
beforeAll(async () => {
  app = await buildTestApp();
  channel = installScriptChannel(app);
});
afterAll(() => app.close());

const item = (id: string) => Intake(app.context).findById(id).lean<IntakeDoc>().orFail();

test('what became a ticket stays one, whatever a second run of the same item makes of it', async () => {
  const recorded = await channel.bring();
  const { ticket } = await recorded.done;
  const asItWas = { ...(await item(recorded.id)), outcome: 'pending' as const, attempts: 9 };
  // The parser ran out of time, and then the store was away.
  channel.onInterpret = () => ({ outcome: 'quarantine', reason: 'took longer than 10 s to read' });
  await processItem(app.context, asItWas);
  channel.onInterpret = () => ({ outcome: 'message', message: { kind: 'message', threadKeys: [] } as never });
  await processItem(app.context, asItWas);
  channel.onInterpret = undefined;
  const { outcome, ticket: kept } = await item(recorded.id);
  expect({ outcome, ticket: String(kept) }).toEqual({ outcome: 'ticket', ticket });
});
