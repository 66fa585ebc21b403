import { startEmbedded } from '../../../server/store/embedded/start.ts';
import { serve } from './child.ts';

/** `alone.ts DATA_DIR`: the embedded store and nothing else, for clients in other processes. */
const embedded = await startEmbedded({ dataDir: process.argv[2]! });
serve({ uri: () => embedded.uri }, () => embedded.stop());
