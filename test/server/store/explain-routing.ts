import { expect } from 'vitest';
import { Teams } from '../../../server/agents/model.ts';
import { readTeams } from '../../../server/routing/desk.ts';
import { returnMail } from '../../../server/routing/return-mail.ts';
import type { TestApp } from '../../support/app.ts';
import type { ScriptChannel } from '../../support/script-channel.ts';
import { deadlinesAsked } from './explain-deadlines.ts';
import { automated } from './explain-automation.ts';

/** What routing asks: a rule that is tried, a team that another helps out and mail leaves, what somebody must know. */
export async function routed(app: TestApp, email: ScriptChannel): Promise<void> {
  const { cookie: admin } = await app.signIn('admin');
  const call = (method: 'POST' | 'PUT', url: string, payload: object, as: string) =>
    app.inject({ method, url: `/api/v1${url}`, payload, headers: { cookie: as } });
  const team = String((await Teams(app.context).findOne().sort({ _id: 1 }).lean())?._id);
  const helpers = (await call('POST', '/teams', { name: 'Helpers' }, admin)).json() as { id: string };
  const wish = { overflow: { team: helpers.id, minutes: 1 }, returnMinutes: 1 };
  expect((await call('PUT', `/teams/${team}`, wish, admin)).statusCode).toBe(200);
  const needs = [{ skill: 'repairs', level: 1, required: true }];
  const rule = { name: 'Repairs', conditions: { words: ['repairs'] }, action: { team, needs } };
  expect((await call('POST', '/rules', rule, admin)).statusCode).toBe(201);
  await (
    await email.bring({ text: 'repairs', from: { kind: 'email', value: 'r@people.test', verified: true } })
  ).done;
  const { conditions } = rule;
  expect((await call('POST', '/rules/trials', { conditions }, admin)).statusCode).toBe(200);
  const helper = await app.signIn('agent', { teams: [helpers.id], capacity: { live: 1, mail: 5 } });
  await call('PUT', '/agents/me/availability', { state: 'online' }, helper.cookie);
  await returnMail(app.context, await readTeams(app.context));
  await deadlinesAsked(app, admin);
  await automated(app, email);
}
