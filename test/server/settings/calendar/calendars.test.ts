import { Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarOf } from '../../../../server/settings/calendar/calendars.ts';
import type { CalendarView } from '../../../../server/settings/calendar/schema.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';

let app: TestApp;
let admin: string;
beforeAll(async () => {
  app = await buildTestApp({ empty: true });
  admin = (await app.signIn('admin')).cookie;
});
afterAll(() => app.close());

const call = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, payload?: object, cookie = admin) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
const put = async (id: string, payload: object) =>
  (await call('PUT', `/calendars/${id}`, payload)).json() as CalendarView;
const week = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }));

describe('business calendars', () => {
  it('are read by agents and changed by admins only', async () => {
    expect((await app.inject({ url: '/api/v1/calendars' })).statusCode).toBe(401);
    const agent = (await app.signIn()).cookie;
    expect((await call('GET', '/calendars', undefined, agent)).statusCode).toBe(200);
    const supervisor = (await app.signIn('supervisor')).cookie;
    expect((await call('PUT', '/calendars/desk', { hours: [] }, supervisor)).statusCode).toBe(403);
  });

  it('are nine to five in the desk’s zone until somebody says otherwise', async () => {
    await call('PUT', '/desk', { timeZone: 'Europe/Warsaw' });
    const desk = (await call('GET', '/calendars/desk')).json() as CalendarView;
    expect(desk).toMatchObject({ id: 'desk', name: null, timeZone: 'Europe/Warsaw', hours: week, holidays: [] });
    expect(desk.own).toEqual({ timeZone: true, hours: false, holidays: false });
  });

  it('of teams are the desk’s but for what is their own', async () => {
    const team = (await call('POST', '/teams', { name: 'Madrid', timeZone: 'Europe/Madrid' })).json() as { id: string };
    const id = new Types.ObjectId(team.id);
    const hours = [
      { day: 6, from: '22:00', to: '24:00' },
      { day: 1, from: '14:00', to: '18:00' },
      { day: 1, from: '09:00', to: '13:00' },
    ];
    const holidays = [{ date: '2026-12-25', name: 'Christmas' }];
    const heard: unknown[] = [];
    const emit = app.context.events.emit.bind(app.context.events);
    app.context.events.emit = async (name, payload) => {
      if (name === 'calendar.changed') heard.push(payload);
      return await emit(name, payload);
    };
    await put('desk', { hours, holidays });
    expect(await calendarOf(app.context, id)).toMatchObject({ timeZone: 'Europe/Madrid', hours, holidays });
    const own = await put(team.id, { hours: week });
    expect(own).toMatchObject({ name: 'Madrid', timeZone: 'Europe/Madrid', hours: week, holidays });
    expect(own.own).toEqual({ timeZone: true, hours: true, holidays: false });
    expect(await calendarOf(app.context, id)).toMatchObject({ hours: week });
    // The same object while nothing changes: what was computed of it is kept.
    expect(await calendarOf(app.context, id)).toBe(await calendarOf(app.context, id));
    expect(await put(team.id, { timeZone: null, hours: null })).toMatchObject({
      timeZone: 'Europe/Warsaw',
      hours: [hours[2], hours[1], hours[0]],
      own: { timeZone: false, hours: false, holidays: false },
    });
    expect(heard).toEqual([{ team: null }, { team: team.id }, { team: team.id }]);
    app.context.events.emit = emit;

    const { items } = (await call('GET', '/calendars')).json() as { items: CalendarView[] };
    expect(items.map(({ id: one }) => one)).toEqual(['desk', expect.any(String), team.id]);
    await put(team.id, { hours: week });
    const heir = items[1]?.id;
    expect((await call('DELETE', `/teams/${team.id}?to=${heir}`)).statusCode).toBe(204);
    expect((await call('GET', `/calendars/${team.id}`)).statusCode).toBe(404);
    expect(await calendarOf(app.context, id)).toBe(await calendarOf(app.context, null));
  });

  it('of the desk move with its zone, wherever that is changed', async () => {
    const at = async () => (await calendarOf(app.context, null)).timeZone;
    await put('desk', { timeZone: 'Asia/Kolkata' });
    expect((await call('GET', '/desk')).json()).toMatchObject({ timeZone: 'Asia/Kolkata' });
    expect(await at()).toBe('Asia/Kolkata');
    await call('PUT', '/shop', { timeZone: 'Europe/Bucharest' });
    expect(await at()).toBe('Europe/Bucharest');
  });

  it.each([
    [422, { timeZone: 'Mars/Olympus' }],
    [422, { timeZone: null }],
    [422, { hours: [{ day: 1, from: '17:00', to: '09:00' }] }],
    [422, { hours: [...week, { day: 1, from: '12:00', to: '13:00' }] }],
    [400, { hours: [{ day: 8, from: '09:00', to: '17:00' }] }],
    [400, { hours: [{ day: 1, from: '24:00', to: '24:00' }] }],
    [422, { holidays: [{ date: '2026-02-30', name: 'Never' }] }],
    [422, { holidays: [1, 2].map(() => ({ date: '2026-02-28', name: 'Twice' })) }],
  ])('answer %i to %j', async (status, payload) => {
    expect((await call('PUT', '/calendars/desk', payload)).statusCode).toBe(status);
  });
});
