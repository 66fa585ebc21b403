import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAssistant } from '../../../bots/assistant/react.ts';
import { sweepWaiting } from '../../../bots/assistant/sweep.ts';
import { loadSampleArticles } from '../../../knowledge-base/import-content.ts';
import { mailGate } from '../../../server/channels/mail-gate.ts';
import type { EventName } from '../../../server/events.ts';
import { Intake } from '../../../server/intake/model.ts';
import { assistantTexts } from '../../../server/messages/assistant.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { Visitor } from '../../support/visitor.ts';

let app: TestApp;
beforeAll(async () => {
  app = await buildTestApp();
  await loadSampleArticles(app.context);
});
afterAll(() => app.close());

/** Whatever is told of what the assistant did, that one is the last that is done: nothing raises it again. */
async function endsAfter(name: EventName, act: () => Promise<unknown>): Promise<void> {
  const { events } = app.context;
  const { emit } = events;
  let ended = false;
  events.emit = async (what, payload) => {
    if (ended) return true;
    if (what !== name || !('by' in payload) || payload.by.kind !== 'assistant') return await emit(what, payload);
    ended = true;
    throw new Error('ended here');
  };
  try {
    await act();
    expect(ended).toBe(true);
    await Intake(app.context).collection.updateMany({}, { $set: { settled: true } });
  } finally {
    events.emit = emit;
  }
}
const sweepLater = () => {
  const { context } = app;
  const assistant = createAssistant(context, mailGate(context));
  return sweepWaiting({ ...context, clock: { now: () => new Date(Date.now() + 120_000) } }, assistant);
};

test.each<[string, EventName]>([
  ['before its words were said', 'message.saved'],
  ['with its words said', 'ticket.changed'],
])(
  'a hand-over that ended %s is taken up by the sweep: said once, with its note, and in the queue',
  async (_, name) => {
    const visitor = new Visitor(app);
    await visitor.say('hello');
    await endsAfter(name, () => visitor.say('I want to talk to a human'));
    await sweepLater();
    await sweepLater();
    expect(await visitor.ticketNow()).toMatchObject({ handler: 'agents', queued: true, status: 'open' });
    const thread = await visitor.thread();
    expect(thread.filter(({ text }) => text.includes(assistantTexts.en.handover.wish))).toHaveLength(1);
    expect(thread.filter(({ direction }) => direction === 'note')).toHaveLength(1);
  },
);

test('a ticket that was given back, and then nothing happened, is answered by the sweep', async () => {
  const visitor = new Visitor(app);
  await visitor.say('I want to talk to a human');
  await visitor.say('How do I reset my password?');
  await Tickets(app.context).collection.updateOne({ _id: (await visitor.ticketNow())._id }, {
    $set: { handler: 'assistant', queued: false },
  } as never);
  await sweepLater();
  expect((await visitor.answers()).at(-1)?.text).toContain('/help/en/reset-password');
  expect(await visitor.ticketNow()).toMatchObject({ handler: 'assistant', status: 'pending' });
});

test('who waits for an assistant that has nothing to say is given to people', async () => {
  const visitor = new Visitor(app);
  await visitor.say('hello');
  await Tickets(app.context).collection.updateOne({ _id: (await visitor.ticketNow())._id }, {
    $set: { status: 'open', waitingSince: new Date() },
  } as never);
  await sweepLater();
  expect(await visitor.ticketNow()).toMatchObject({ handler: 'agents', queued: true });
});
