import type { Schema } from 'mongoose';
import { deleteFile } from '../attachments/files.ts';
import type { Context } from '../context.ts';
import { Customers } from '../customers/model.ts';
import { sealingOf } from '../declare.ts';
import { Intake } from '../intake/model.ts';
import type { DefinedModel } from '../model.ts';
import { Messages } from '../tickets/message-model.ts';
import { Tickets } from '../tickets/model.ts';
import { forgetTicketsNow } from '../tickets/search/forget.ts';
import { SearchPacks } from '../tickets/search/model.ts';
import { Uploads } from '../tickets/upload-model.ts';
import { inBatches, type Kind } from './kind.ts';
import { people, tickets } from './records.ts';
import { itemsOf, messagesOf, type Scope } from './scope.ts';

/** Everything that a person has here, in the order in which it goes: what the rest is found by goes last. */
export function kindsOf(context: Context, models: readonly DefinedModel<unknown>[], scope: Scope): Kind[] {
  const special = [Messages, Uploads, Intake, Tickets, Customers].map(({ modelName }) => modelName);
  const owned = models.filter(({ modelName, schema }) => isOwned(schema as Schema) && !special.includes(modelName));
  return [
    files(context, scope),
    messages(context, scope),
    words(context, scope),
    ...owned.map((model) => ownedBy(context, model, scope)),
    items(context, scope),
    tickets(context, scope),
    ...people(context, scope),
  ];
}

/** Of customers, by its own declaration. */
export const isOwned = (schema: Schema): boolean => !['instance', undefined].includes(sealingOf(schema)?.owner);

function files(context: Context, scope: Scope): Kind {
  const uploads = () =>
    Uploads(context)
      .find({ ticket: { $in: scope.tickets } }, { _id: 1 })
      .lean();
  return {
    name: 'File',
    async count() {
      const held = (await messagesOf(context, scope)).reduce((sum, { files = [] }) => sum + files.length, 0);
      return held + (await uploads()).length;
    },
    async *remove() {
      for (const batch of inBatches(await uploads())) {
        for (const { _id } of batch) {
          await deleteFile(context, 'attachments', _id);
          await Uploads(context).deleteOne({ _id });
        }
        yield batch.length;
      }
    },
  };
}

function messages(context: Context, scope: Scope): Kind {
  return {
    name: Messages.modelName,
    count: async () => (await messagesOf(context, scope)).length,
    async *remove() {
      for (const batch of inBatches(await messagesOf(context, scope))) {
        for (const id of batch.flatMap(({ files = [] }) => files)) await deleteFile(context, 'attachments', id);
        await Messages(context).deleteMany({ _id: { $in: batch.map(({ _id }) => _id) } });
        yield batch.length;
      }
    },
  };
}

/** What the search knows of their tickets; of those of others into which they wrote it reads again what is left. */
function words(context: Context, { tickets }: Scope): Kind {
  const filter = { _id: { $in: tickets } };
  return {
    name: SearchPacks.modelName,
    count: () => SearchPacks(context).countDocuments(filter),
    async *remove() {
      const known = await SearchPacks(context).countDocuments(filter);
      await forgetTicketsNow(context, tickets);
      yield known;
    },
  };
}

/** Found by its ticket where it has one, else by its customer: each such model has an index for that. */
function ownedBy(context: Context, model: DefinedModel<unknown>, { customers, tickets }: Scope): Kind {
  const schema = model.schema as Schema;
  const byTicket = schema.path('ticket') !== undefined;
  const field = byTicket ? 'ticket' : (sealingOf(schema)?.owner ?? 'customer');
  const filter = { [field]: { $in: byTicket ? tickets : customers } } as never;
  return {
    name: model.modelName,
    count: () => model(context).collection.countDocuments(filter),
    async *remove() {
      yield (await model(context).collection.deleteMany(filter)).deletedCount;
    },
  };
}

/** The ledger keeps that there was something, and its keyed hashes: the same again is no news. */
function items(context: Context, scope: Scope): Kind {
  return {
    name: Intake.modelName,
    count: async () => (await itemsOf(context, scope)).length,
    async *remove() {
      for (const batch of inBatches(await itemsOf(context, scope))) {
        for (const { _id, whole } of batch) {
          if (!whole) await deleteFile(context, 'raw', _id);
          await Intake(context).updateOne({ _id }, ERASED_ITEM);
        }
        yield batch.length;
      }
    },
  };
}

const GONE = { ticket: null, message: null, customer: null, rawKey: null, meta: null, reason: null };
export const ERASED_ITEM = {
  $set: { outcome: 'erased', settled: true, keyId: '', size: 0, ...GONE },
  $unset: { sender: 1 },
} as const;
