import type { MessageView } from '../../../server/tickets/schema.ts';
import { whyGiven } from './routing.ts';
import { fill, type Texts } from './texts.svelte.ts';
import { stageText } from './stages.ts';
import { fullTime } from './times.ts';

/** An event line in the reader's language. */
export function eventText(message: MessageView, texts: Pick<Texts, 't' | 'locale'>): string {
  const { t, locale } = texts;
  const { kind, params } = message.event ?? { kind: '', params: {} };
  const automatic = message.author.kind !== 'agent';
  const by = message.author.name || t.event.system;
  const word = (names: Record<string, string>, key: string | undefined) => names[key ?? ''] ?? key ?? '';
  const render: Record<string, () => string> = {
    assigned: () => (params.agentId === message.author.id ? t.event.assignedSelf : t.event.assigned),
    routed: () => (params.n ? `${t.event.routed} (${whyGiven(params, t)})` : t.event.routed),
    overflow: () => t.event.overflow,
    unassigned: () => (automatic ? t.event.unassignedAuto : t.event.unassigned),
    team: () => (!params.team ? t.event.noTeam : automatic ? t.event.teamAuto : t.event.team),
    status: () => (automatic ? t.event.statusAuto : t.event.status),
    priority: () => t.event.priority,
    type: () => (automatic ? t.event.typeAuto : t.event.type),
    tags: () => (params.tags ? t.event.tags : t.event.noTags),
    handover: () => (params.reason ? t.event.handoverReason : t.event.handover),
    handback: () => t.event.handback,
    reopened: () => t.event.reopened,
    merged: () => t.event.merged,
    mergedInto: () => t.event.mergedInto,
    unmerged: () => t.event.unmerged,
    unmergedFrom: () => t.event.unmergedFrom,
    linked: () => t.event.linked,
    unlinked: () => t.event.unlinked,
    fields: () => t.event.fields,
    snoozed: () => t.event.snoozed,
    held: () => t.event.held,
    spam: () => t.event.spam,
    notSpam: () => t.event.notSpam,
    undone: () => t.event.undone,
    proved: () => t.event.proved,
    joined: () => t.event.joined,
    way: () => t.event.way,
    rated: () => t.event.rated,
    step: () => t.event.step,
    purchase: () => t.event.purchase,
    deadlineNear: () => deadlineText(params, texts, t.event.deadlineNear),
    deadlineMissed: () => deadlineText(params, texts, t.event.deadlineMissed),
    repair: () => repairLine(params.what, t),
    callback: () => word(t.event.callback, params.what),
  };
  const names = kind === 'status' ? t.status : kind === 'priority' ? t.priority : kind === 'type' ? t.type : {};
  return fill((render[kind] ?? (() => t.event.other))(), {
    ...params,
    by,
    from: word(names, params.from),
    to: word(names, params.to),
    ...(kind === 'handover' ? { reason: word(t.handover, params.reason) } : {}),
    ...(kind === 'way' ? { way: word(t.channel, params.way) } : {}),
    ...(kind === 'linked' ? { link: word(t.link, params.link) } : {}),
    ...(kind === 'fields' ? { names: namesOf(params.fields, t.field) } : {}),
    ...(kind === 'step' ? { stage: stageText(params.type, params.to, t) } : {}),
    ...(params.at ? { at: fullTime(locale, params.at), when: fullTime(locale, params.at) } : {}),
    ...(params.until ? { until: fullTime(locale, params.until) } : {}),
  });
}

/** What a deadline was for, and what has followed from it. */
function deadlineText(
  params: Record<string, string>,
  { t, locale }: Pick<Texts, 't' | 'locale'>,
  text: string,
): string {
  const { clock = '', by = '', priority, agent, team, told } = params;
  const said = { what: (t.due as Record<string, string>)[clock] ?? '', until: by && fullTime(locale, by) };
  const parts = [
    ...(priority ? [fill(t.event.raised, { to: (t.priority as Record<string, string>)[priority] ?? '' })] : []),
    ...[agent, team].flatMap((name) => (name ? [fill(t.event.given, { name })] : [])),
    ...(told ? [fill(t.event.told, { names: told })] : []),
  ];
  return [fill(text, said), ...parts].join(' · ');
}

/** What has become of a repair. */
function repairLine(what: string | undefined, { event }: Texts['t']): string {
  const lines: Record<string, string> = {
    offered: event.repairOffered,
    booked: event.repairBooked,
    moved: event.repairMoved,
    cancelled: event.repairCancelled,
    done: event.repairDone,
    'not-done': event.repairNotDone,
  };
  return lines[what ?? ''] ?? event.other;
}

/** The names of fields, which stand in the line as machines call them. */
const namesOf = (fields = '', labels: Record<string, string>): string =>
  fields
    .split(',')
    .map((name) => labels[name] ?? name)
    .join(', ');
