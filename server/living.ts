import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** This process among those of its data folder. */
export interface Living {
  /** Stands beside everything that the process holds for a time. */
  id: string;
  /** Ids of processes that ended without giving back what they held. */
  dead: readonly string[];
  /** What the dead held is given back: they are forgotten. */
  bury(): void;
  /** This process holds nothing any more. */
  end(): void;
}

const FOLDER = 'processes';
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * Says that this process lives, for as long as it does: by a file of its own that SQLite keeps locked. However a
 * process ends, the system opens its lock; so a file that can be locked is proof of a death, and what that process held
 * need not wait until its time runs out. Of processes of other data folders nothing is known: theirs runs out.
 */
export function announceProcess(dataDir: string): Living {
  const folder = join(dataDir, FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const dead = readdirSync(folder).filter((id) => UUID.test(id) && isDead(join(folder, id)));
  const { id, lock } = lockNew(folder);
  return {
    id,
    dead,
    bury: () => dead.forEach((one) => rmSync(join(folder, one), { force: true })),
    end() {
      lock.close();
      rmSync(join(folder, id), { force: true });
    },
  };
}

/** Another process that looks in the moment between making and locking takes this one for dead: then it is born again. */
function lockNew(folder: string): { id: string; lock: DatabaseSync } {
  for (;;) {
    const id = randomUUID();
    const lock = tryLock(join(folder, id));
    if (lock && existsSync(join(folder, id))) return { id, lock };
    lock?.close();
  }
}

function isDead(path: string): boolean {
  const lock = tryLock(path);
  lock?.close();
  return lock !== undefined;
}

/** Undefined when a process holds it. Nothing is ever written: the lock is that of a transaction that does not end. */
function tryLock(path: string): DatabaseSync | undefined {
  const file = new DatabaseSync(path);
  try {
    file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return file;
  } catch (error) {
    file.close();
    // SQLITE_BUSY
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === 5) return undefined;
    throw error;
  }
}
