import { expect } from 'vitest';
import { findDue } from '../../../server/automation/due.ts';
import { Automations } from '../../../server/automation/model.ts';
import { forgetRules } from '../../../server/automation/rules.ts';
import { runDue } from '../../../server/automation/run.ts';
import { mailGate } from '../../../server/channels/mail-gate.ts';
import { askDue } from '../../../server/satisfaction/loop.ts';
import type { TestApp } from '../../support/app.ts';
import type { ScriptChannel } from '../../support/script-channel.ts';

/** What rules over time ask: on something that happens, of what rests, and for their log; and whoever asks how content customers are. */
export async function automated(app: TestApp, email: ScriptChannel): Promise<void> {
  const { cookie } = await app.signIn('admin');
  const call = (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) =>
    app.inject({ method, url: `/api/v1${url}`, headers: { cookie }, ...(payload ? { payload } : {}) });
  const conditions = { subject: ['explained'] };
  const deeds = { message: { en: 'Hello' }, note: 'Seen', tags: { add: ['seen'] } };
  const resting = { on: 'time', status: 'open', amount: 1, unit: 'hours' };
  for (const trigger of [{ on: 'created' }, { on: 'tags' }, resting]) {
    const { id } = (await call('POST', '/automations', { name: 'Explained', trigger, conditions, deeds })).json() as {
      id: string;
    };
    expect((await call('POST', `/automations/${id}/trials`)).statusCode).toBe(200);
    expect((await call('PUT', `/automations/${id}/enabled`, { enabled: true })).statusCode).toBe(200);
    expect((await call('GET', `/automations/runs?rule=${id}`)).statusCode).toBe(200);
  }
  await (
    await email.bring({ subject: 'explained' })
  ).done;
  await findDue(app.context);
  await runDue(app.context, mailGate(app.context));
  const asks = { enabled: true, hours: 0, types: ['inquiry'], texts: {}, notify: [] };
  expect((await call('PUT', '/survey', asks)).statusCode).toBe(200);
  expect((await call('POST', '/tickets/17/status', { status: 'solved' })).statusCode).toBeLessThan(500);
  await askDue(app.context);
  expect((await call('GET', '/reports/satisfaction')).statusCode).toBe(200);
  expect((await call('GET', '/automations/runs')).statusCode).toBe(200);
  await Automations(app.context).updateMany({}, { $set: { enabled: false } });
  forgetRules(app.context);
}
