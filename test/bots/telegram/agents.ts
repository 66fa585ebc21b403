import { expect } from 'vitest';
import { drain } from '../../../server/channels/delivery.ts';
import { messageById } from '../../../server/tickets/find.ts';
import { eventually } from '../../support/eventually.ts';
import type { Values } from '../../support/telegram-methods.ts';
import type { Desk, Person } from './desk.ts';

/** What agents of a desk do, and what of it arrives; `cookie`: one who is signed in. */
export function agentsOf(desk: () => Desk, cookie: () => string) {
  let ids = 0;
  /** An agent's answer over the API. @returns its id */
  async function answer(person: Person, text: string, more: Values = {}): Promise<string> {
    const { number } = await desk().ticketOf(person);
    const payload = { clientId: `answer-${++ids}`, text, ...more };
    const reply = await desk().app.inject({
      method: 'POST',
      url: `/api/v1/tickets/${number}/replies`,
      headers: { cookie: cookie() },
      payload,
    });
    expect(reply.statusCode, reply.body).toBe(201);
    return reply.json().id;
  }
  /** Resolves with the message once its delivery is in that state. */
  const ends = (id: string, state: string) =>
    eventually(async () => {
      await drain(desk().app.context);
      const message = await messageById(desk().app.context, id);
      expect(message?.delivery?.state).toBe(state);
      return message!;
    });
  const sentTo = ({ id }: Person) => desk().telegram.sent.filter((one) => one['chat_id'] === id);
  /** The customer asks for a person, so that the assistant is silent. */
  async function handedOver(): Promise<Person> {
    const person = desk().person();
    person.say({ text: 'I want to talk to a human, please.' });
    await eventually(async () => expect((await desk().ticketOf(person)).handler).toBe('agents'));
    await eventually(() => expect(sentTo(person).length).toBeGreaterThan(0));
    return person;
  }

  return { answer, ends, sentTo, handedOver };
}
