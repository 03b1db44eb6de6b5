/** Lock: one process has the folder. The operating system drops it when the process dies, however it dies. */
import { join } from 'node:path'
import { TracordError } from '../../src/ports/index.ts'
import type { Database, OpenDatabase } from './driver.ts'
import { isBusy, isCorrupt } from './failure.ts'
import { moveAside } from './quarantine.ts'

const LOCK_FILE = 'trace.lock'

/** A folder held; nobody else has it until `release` or the end of this process. */
export interface Lock {
  /** How often the folder was opened before, by this file's count. */
  readonly starts: number
  /** Counts one more start, durably: the second copy of the counter, for the day `trace.db` is lost. */
  count(starts: number): void
  release(): void
}

/**
 * Takes the folder's lock, a small SQLite database held in exclusive mode: SQLite knows how to lock on every system, and no stale
 * file is left that somebody must remove by hand. Throws `LOCKED`.
 */
export function takeLock(open: OpenDatabase, dir: string): Lock {
  const path = join(dir, LOCK_FILE)
  let database: Database
  try {
    database = holdExclusively(open, path)
  } catch (error) {
    if (!isCorrupt(error)) throw error
    moveAside(path)
    database = holdExclusively(open, path)
  }
  const row = database.prepare('PRAGMA user_version').get() as { user_version: number }
  return {
    starts: row.user_version,
    count(starts) {
      database.exec(`BEGIN EXCLUSIVE; PRAGMA user_version = ${starts}; COMMIT`)
    },
    release() {
      database.close()
    },
  }
}

function holdExclusively(open: OpenDatabase, path: string): Database {
  const database = open(path)
  try {
    // In this mode the lock that the transaction takes outlives it.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE; PRAGMA user_version; COMMIT')
    return database
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw error
    throw new TracordError('LOCKED', `Another process has the folder of ${path} open. Stop it, or give this node another folder.`)
  }
}
