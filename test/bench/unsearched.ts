import mongoose from 'mongoose';
import { startEmbedded } from '../../server/store/embedded/start.ts';
import { SearchState } from '../../server/tickets/search/model.ts';

/** Later than anything that a corpus has. */
const LATER = new Date('2100-01-01');

/**
 * Says of a data folder that the search has nothing to catch up with. Otherwise whoever starts on it would read all of
 * its tickets while something else is measured, or some, or none, as the seeding happened to end; and over a million it
 * would do so for longer than all the rest takes. The scenario `search` builds it whole.
 */
export async function leaveUnsearched(dataDir: string): Promise<void> {
  const store = await startEmbedded({ dataDir });
  const db = await mongoose.createConnection(store.uri).asPromise();
  await SearchState({ db }).updateOne({ _id: 'tickets' }, { $set: { seen: LATER } }, { upsert: true });
  await db.close();
  await store.stop();
}
