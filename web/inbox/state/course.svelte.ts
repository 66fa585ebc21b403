import { stepMessage, stepTexts } from '../../../server/messages/steps.ts';
import type { StepTexts } from '../../../server/messages/steps/en.ts';
import type { CourseView } from '../../../server/tickets/steps/schema.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import type { Inbox } from './inbox.svelte.ts';

export type NextStep = CourseView['steps'][number];
export type Details = Record<string, string>;

/** Where one ticket stands in its life cycle, and what its agent is about to do. */
export class Course {
  view: CourseView | undefined = $state.raw();
  /** In the agent's language. */
  texts: StepTexts | undefined = $state.raw();
  /** In the customer's. */
  #told: StepTexts | undefined = $state.raw();
  readonly #inbox: Inbox;
  readonly #number: number;

  constructor(inbox: Inbox, number: number) {
    this.#inbox = inbox;
    this.#number = number;
  }

  async load(): Promise<void> {
    const { api, texts } = this.#inbox;
    const [view, mine] = await Promise.all([
      api.get<CourseView>(`/tickets/${this.#number}/steps`),
      stepTexts[texts.locale](),
    ]);
    [this.view, this.texts, this.#told] = [view, mine, await stepTexts[view.language]()];
  }

  /** What the customer would be sent with a step; empty where it has no message. */
  message(step: string, details: Details): string {
    const { view } = this;
    if (!view || !this.#told) return '';
    return stepMessage(this.#told, { type: view.type, step, details, values: view.values }, view.messages[step]);
  }

  async take(step: string, what: { details: Details; text?: string; solve: boolean }): Promise<void> {
    const inbox = this.#inbox;
    const body = { clientId: crypto.randomUUID(), step, ...what };
    inbox.takeTicket(await inbox.api.post<TicketView>(`/tickets/${this.#number}/steps`, body));
    await this.load();
  }
}

/** What a step asks for now: some of it only with certain values of something else. */
export const askedOf = ({ details }: NextStep, said: Details): NextStep['details'] =>
  details.filter((detail) => detail.need !== 'with' || detail.with?.in.includes(said[detail.with.name] ?? ''));
