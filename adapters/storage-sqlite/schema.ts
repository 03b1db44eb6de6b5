/** Schema: the table of chunks, one row each, with the checksum that was written beside it. */
import { TracordError } from '../../src/ports/index.ts'
import type { Database } from './driver.ts'

/** `PRAGMA user_version` of a file that this code writes. */
const SCHEMA_VERSION = 1

// `id` keeps the order in which keys first came: automerge-repo reads incremental chunks back in it.
const SCHEMA = `
CREATE TABLE chunks (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, data BLOB NOT NULL, sum BLOB NOT NULL) STRICT;
CREATE TABLE damaged (id INTEGER PRIMARY KEY, key TEXT, data, sum, why TEXT NOT NULL);
PRAGMA user_version = ${SCHEMA_VERSION};
`

/** Sets how the file is written, and makes missing tables. Throws SQLite's errors, and `REFUSED` for a later version's file. */
export function prepareDatabase(database: Database): void {
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA cell_size_check = ON; PRAGMA journal_mode = WAL')
  // FULL: a save resolves when its bytes are on the disk.
  database.exec('PRAGMA synchronous = FULL')
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (version === 0) database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT`)
  if (version > SCHEMA_VERSION)
    throw new TracordError('REFUSED', `the storage was written by a later version of tracord (its format is ${version}). Update tracord.`)
}
