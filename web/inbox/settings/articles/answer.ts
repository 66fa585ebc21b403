import type { MessageView, TicketView } from '../../../../server/tickets/schema.ts';
import type { Api, Page } from '../../../shared/api.ts';
import type { Locale } from '../../state/texts.svelte.ts';

/** The words of an answer for an article: `<ticket's number>-<place in its thread>`; undefined when it is not there any more. */
export async function answerOf(
  api: Api,
  from: string,
): Promise<{ title: string; body: string; locale: Locale | null } | undefined> {
  const [number, place] = from.split('-');
  const [ticket, thread] = await Promise.all([
    api.get<TicketView>(`/tickets/${number}`),
    api.get<Page<MessageView>>(`/tickets/${number}/messages`, { after: Number(place) - 1, limit: 1 }),
  ]);
  const message = thread.items.find(({ n }) => n === Number(place));
  return message && { title: ticket.subject, body: message.text, locale: ticket.language };
}
