import type { Context } from '../../server/context.ts';
import { assistantTexts } from '../../server/messages/assistant.ts';
import { telephoneSettings } from '../../server/settings/telephone.ts';
import type { Decision } from './dialogues/state.ts';

/** Who wishes for a person can also be called, where that is offered: a line with the address of the form. */
export async function withCallback(context: Context, decision: Decision): Promise<Decision> {
  const { publicUrl } = context.config;
  if (decision.handOver?.reason !== 'wish' || !publicUrl) return decision;
  if (!(await telephoneSettings(context)).callbacks) return decision;
  const { language } = decision.state;
  const line = assistantTexts[language].handover.call.replace('{url}', () => `${publicUrl}/help/${language}/callback`);
  return { ...decision, text: `${decision.text}\n${line}` };
}
