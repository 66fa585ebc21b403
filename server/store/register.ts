import type { Connection, IndexDefinition, IndexOptions } from 'mongoose';
import { Dialogues } from '../../bots/assistant/model.ts';
import { ArticleImages, Articles, ArticleVersions, Categories, RemovedArticles } from '../../knowledge-base/model.ts';
import { FolderFiles } from '../../knowledge-base/folder/model.ts';
import { ArticlePresences } from '../../knowledge-base/presence-model.ts';
import { SynonymGroups } from '../../knowledge-base/synonym-model.ts';
import { AgentLinks } from '../agents/links/model.ts';
import { Agents, Sessions, Teams, Tokens } from '../agents/model.ts';
import { SecondFactors } from '../agents/two-factor/model.ts';
import { AuditLog } from '../audit/model.ts';
import { Callbacks } from '../callbacks/model.ts';
import { AutomationRuns, Automations } from '../automation/model.ts';
import { Calls } from '../calls/model.ts';
import { AutomaticMails } from '../channels/automatic-model.ts';
import { BulkItems, BulkJobs } from '../bulk/model.ts';
import { EmailCursors, OldMails } from '../channels/email/model.ts';
import { SigningKeys } from '../channels/email/dkim/model.ts';
import { WebchatIdentity } from '../channels/webchat/identity/model.ts';
import { MailRates } from '../channels/email/rate-model.ts';
import { MailProviders, MailTokens } from '../channels/email/oauth/model.ts';
import { Counters } from '../counter.ts';
import { Consents } from '../customers/consent-model.ts';
import { Customers } from '../customers/model.ts';
import { EmailCodes } from '../customers/proof/model.ts';
import { Drafts } from '../drafts/model.ts';
import { ByPages } from '../help/by-page/model.ts';
import { ArticleVotes, MissedSearches } from '../help/model.ts';
import { ArticleMarks } from '../help/usefulness/model.ts';
import { Intake } from '../intake/model.ts';
import { Leases } from '../lease.ts';
import { Macros } from '../macros/model.ts';
import type { DefinedModel } from '../model.ts';
import { Orders } from '../orders/model.ts';
import { RealtimeEvents } from '../realtime/model.ts';
import { RepairPoints } from '../repairs/point-model.ts';
import { RepairDays } from '../repairs/day-model.ts';
import { Repairs } from '../repairs/model.ts';
import { Rules } from '../routing/model.ts';
import { Erasures } from '../privacy/erasure-model.ts';
import { Holds } from '../privacy/holds/model.ts';
import { RetentionRules, RetentionRuns } from '../privacy/retention/model.ts';
import { Messages } from '../tickets/message-model.ts';
import { Migrations } from './migrations/model.ts';
import { migrate } from './migrations/run.ts';
import { SurveyAsks, Surveys } from '../satisfaction/model.ts';
import { Accounts } from '../settings/account-model.ts';
import { Calendars } from '../settings/calendar/model.ts';
import { Desks } from '../settings/desk-model.ts';
import { Letterheads } from '../settings/letterhead-model.ts';
import { Logos, Shops } from '../settings/shop-model.ts';
import { Telephones } from '../settings/telephone-model.ts';
import { TicketLinks } from '../tickets/links/model.ts';
import { Tickets } from '../tickets/model.ts';
import { SearchBlocks, SearchMarks, SearchPacks, SearchState } from '../tickets/search/model.ts';
import { Tags } from '../tickets/tags/model.ts';
import { StepMessages } from '../tickets/steps/messages/model.ts';
import { Uploads } from '../tickets/upload-model.ts';
import { Views } from '../views/model.ts';
import { WebhookCalls, Webhooks } from '../webhooks/model.ts';

/** Every model of the house. One that is missing here has no indexes,. */
export const models = [
  Accounts,
  AgentLinks,
  Agents,
  ArticleImages,
  ArticleMarks,
  ArticlePresences,
  FolderFiles,
  Articles,
  ArticleVersions,
  ArticleVotes,
  AuditLog,
  AutomationRuns,
  Automations,
  AutomaticMails,
  BulkItems,
  BulkJobs,
  Calendars,
  Callbacks,
  Calls,
  Categories,
  Consents,
  Counters,
  Customers,
  Desks,
  Dialogues,
  Drafts,
  EmailCodes,
  EmailCursors,
  OldMails,
  Erasures,
  Holds,
  Intake,
  Leases,
  Letterheads,
  Logos,
  Macros,
  MailProviders,
  MailRates,
  MailTokens,
  Messages,
  Migrations,
  MissedSearches,
  Orders,
  RealtimeEvents,
  RemovedArticles,
  RepairDays,
  RepairPoints,
  Repairs,
  RetentionRules,
  RetentionRuns,
  Rules,
  SearchBlocks,
  SearchMarks,
  SearchPacks,
  SearchState,
  SecondFactors,
  Sessions,
  Shops,
  StepMessages,
  SigningKeys,
  SurveyAsks,
  Surveys,
  SynonymGroups,
  Tags,
  Teams,
  Telephones,
  TicketLinks,
  Tickets,
  Tokens,
  Uploads,
  Views,
  WebchatIdentity,
  ByPages,
  WebhookCalls,
  Webhooks,
] as unknown as readonly DefinedModel<unknown>[];

/**
 * Migrates the data of an earlier version, binds all models to the connection and makes what indexes are missing, one
 * command a collection.
 */
export async function prepareStore(db: Connection): Promise<void> {
  await migrate(db);
  for (const define of models) {
    const model = define({ db });
    const indexes = model.schema.indexes().map(([key, options]) => toSpecification(key, options));
    if (indexes.length > 0) await model.collection.createIndexes(indexes as never);
  }
}

/** mongoose adds `background`, which servers have ignored since 4.2. */
function toSpecification(key: IndexDefinition, { background: _, ...options }: IndexOptions & { background?: boolean }) {
  return { key, ...options };
}
