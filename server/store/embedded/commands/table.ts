import { aggregate } from './aggregate.ts';
import { create, collMod, drop, dropDatabase, renameCollection } from './collections.ts';
import type { Command } from './command.ts';
import { count, distinct } from './count.ts';
import { deleteDocuments } from './delete.ts';
import { expireNow } from './expire-now.ts';
import { explain } from './explain.ts';
import { findAndModify } from './find-and-modify.ts';
import { find } from './find.ts';
import { getMore, killCursors } from './get-more.ts';
import { createIndexes, dropIndexes, listIndexes } from './indexes.ts';
import { insert } from './insert.ts';
import { listCollections, listDatabases } from './lists.ts';
import {
  buildInfo,
  connectionStatus,
  getCmdLineOpts,
  getLog,
  getParameter,
  hello,
  hostInfo,
  ping,
  serverStatus,
  session,
  startSession,
  whatsMyUri,
} from './server.ts';
import { collStats, dbStats } from './stats.ts';
import { update } from './update.ts';
import { validate } from './validate.ts';

/** Every command this store knows, by the name it is called with. */
export const COMMANDS = new Map<string, Command>(
  Object.entries({
    aggregate,
    buildInfo,
    buildinfo: buildInfo,
    collMod,
    collStats,
    connectionStatus,
    count,
    create,
    createIndexes,
    dbStats,
    dbstats: dbStats,
    delete: deleteDocuments,
    distinct,
    drop,
    dropDatabase,
    dropIndexes,
    deleteIndexes: dropIndexes,
    endSessions: session,
    explain,
    find,
    findAndModify,
    findandmodify: findAndModify,
    getCmdLineOpts,
    getLog,
    getMore,
    getParameter,
    hello,
    hostInfo,
    insert,
    isMaster: hello,
    ismaster: hello,
    killCursors,
    killSessions: session,
    listCollections,
    listDatabases,
    listIndexes,
    ombudExpireNow: expireNow,
    ping,
    refreshSessions: session,
    renameCollection,
    serverStatus,
    startSession,
    update,
    validate,
    whatsmyuri: whatsMyUri,
  }),
);
