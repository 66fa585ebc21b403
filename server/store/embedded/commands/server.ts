import { hostname } from 'node:os';
import { memoryUsage } from 'node:process';
import { UUID } from 'bson';
import { docOf } from '../value.ts';
import type { Command } from './command.ts';

const VERSION = '7.0.0';
const VERSION_ARRAY = [7, 0, 0, 0];
/** MongoDB 7.0's wire version. */
const WIRE_VERSION = 21;
let connections = 0;

/** What this server is: a standalone one, so that drivers neither retry writes nor start transactions. */
export const hello: Command = {
  lenient: true,
  run({ name }) {
    return {
      ...(name === 'hello' ? { isWritablePrimary: true } : { ismaster: true }),
      helloOk: true,
      maxBsonObjectSize: 16777216,
      maxMessageSizeBytes: 48000000,
      maxWriteBatchSize: 100000,
      localTime: new Date(),
      logicalSessionTimeoutMinutes: 30,
      connectionId: ++connections,
      minWireVersion: 0,
      maxWireVersion: WIRE_VERSION,
      readOnly: false,
      ok: 1,
    };
  },
};

export const ping: Command = { run: () => ({ ok: 1 }) };

export const buildInfo: Command = {
  run: () => ({
    version: VERSION,
    versionArray: VERSION_ARRAY,
    gitVersion: 'ombud-embedded-store',
    modules: [],
    storageEngines: ['sqlite'],
    maxBsonObjectSize: 16777216,
    bits: 64,
    debug: false,
    ok: 1,
  }),
};

export const serverStatus: Command = {
  fields: ['repl', 'metrics', 'locks', 'wiredTiger', 'tcmalloc', 'sharding'],
  run({ store }) {
    const { rss } = memoryUsage();
    return {
      host: hostname(),
      version: VERSION,
      process: 'ombud',
      pid: BigInt(process.pid),
      uptime: Math.round((Date.now() - store.startedAt) / 1000),
      localTime: new Date(),
      mem: { bits: 64, resident: Math.round(rss / 1048576), supported: true },
      metrics: { cursor: { open: { total: store.cursors.size } } },
      storageEngine: { name: 'sqlite', persistent: true, supportsCommittedReads: false },
      ok: 1,
    };
  },
};

export const hostInfo: Command = {
  run: () => ({ system: { hostname: hostname(), currentTime: new Date() }, os: { type: process.platform }, ok: 1 }),
};

export const getParameter: Command = {
  fields: ['featureCompatibilityVersion', 'authenticationMechanisms', 'allParameters'],
  run({ command }) {
    if (command.featureCompatibilityVersion === undefined) return { ok: 1 };
    return { featureCompatibilityVersion: { version: '7.0' }, ok: 1 };
  },
};

export const connectionStatus: Command = {
  fields: ['showPrivileges'],
  run: () => ({
    authInfo: { authenticatedUsers: [], authenticatedUserRoles: [], authenticatedUserPrivileges: [] },
    ok: 1,
  }),
};

export const whatsMyUri: Command = { run: () => ({ you: '127.0.0.1:0', ok: 1 }) };

export const getLog: Command = { run: () => ({ totalLinesWritten: 0, log: [], ok: 1 }) };

export const getCmdLineOpts: Command = { run: () => ({ argv: [], parsed: {}, ok: 1 }) };

/** Sessions exist only for drivers that send an id with everything; nothing is kept for them. */
export const session: Command = { run: () => ({ ok: 1 }) };

export const startSession: Command = {
  run: () => ({ id: docOf({ id: new UUID() }), timeoutMinutes: 30, ok: 1 }),
};
