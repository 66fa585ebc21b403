import { readConfig } from '../config.ts';
import { startEmbedded } from '../store/embedded/start.ts';
import { runningStore } from './open.ts';
import { textOption, type Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud store --listen PORT

Runs the embedded store alone on 127.0.0.1, data in DATA_DIR, for mongosh, mongodump and other clients. It asks for no
password: whoever may use this machine's loopback may read it. Ends with Ctrl+C.
  --listen  port; 0 takes a free one`,
  options: { listen: { type: 'string' } },
  async run(input) {
    const { dataDir } = readConfig();
    const given = textOption(input, 'listen') ?? '';
    if (!/^\d+$/.test(given) || Number(given) > 65535) throw new Error('--listen needs a port, for example 27017.');
    const running = await runningStore(dataDir);
    if (running) throw new Error(`A server is running on ${dataDir}; its store is at ${running}`);
    const lost = Promise.withResolvers<never>();
    const store = await startEmbedded({ dataDir, port: Number(given), onExit: lost.reject });
    input.say(`The store listens on ${store.uri}`);
    const asked = new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    });
    await Promise.race([asked, lost.promise]);
    await store.stop();
    return 0;
  },
};
