/** Schema: the tables of `trace.db`, made to be read by people and other tools too; views spell out what rows hold packed. */
import { TracordError } from '../../src/ports/index.ts'
import type { Database } from './driver.ts'

/** `PRAGMA user_version` of a file that this code writes. */
export const SCHEMA_VERSION = 1
/** Bytes of a page, as every file of ours has it. */
export const PAGE_BYTES = 4_096

// No index: where each row lies is kept in memory, so there is no second structure on disk that could disagree with the rows.
const SCHEMA = `
CREATE TABLE starts (n INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE TABLE ranges (id INTEGER PRIMARY KEY, log TEXT NOT NULL, start INTEGER NOT NULL, count INTEGER NOT NULL,
  ids TEXT NOT NULL, bodies TEXT NOT NULL, seen_at INTEGER NOT NULL, crc INTEGER NOT NULL) STRICT;
CREATE TABLE damaged (id INTEGER PRIMARY KEY, found_at INTEGER NOT NULL, why TEXT NOT NULL, row_id INTEGER,
  log, start, count, ids, bodies, seen_at, crc);
CREATE VIEW logs AS SELECT log ->> '$[1]' AS domain, log ->> '$[2]' AS kind, log ->> '$[3]' AS author, log ->> '$[4]' AS epoch,
  sum(count) AS entries, log FROM ranges GROUP BY log;
CREATE VIEW entries AS SELECT ranges.log, ranges.start + body.key AS seq, body.value ->> '$.at' AS at, body.value ->> '$.items' AS items
  FROM ranges, json_each('[' || replace(ranges.bodies, char(10), ',') || ']') AS body;
CREATE VIEW items AS SELECT entries.log, entries.seq, item.key AS position, item.value ->> '$.k' AS kind,
  item.value ->> '$.frame' AS frame, item.value ->> '$.slot' AS slot, item.value ->> '$.value' AS value, item.value AS item
  FROM entries, json_each(entries.items) AS item;
PRAGMA user_version = ${SCHEMA_VERSION};
`

/** Sets how the file is written, and makes missing tables. Throws SQLite's errors, and `REFUSED` for a later version's file. */
export function prepareDatabase(database: Database): void {
  // FULL: a commit returns when its bytes are on the disk, so what was acknowledged survives a power cut.
  database.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA busy_timeout = 5000; PRAGMA cell_size_check = ON`)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  // The log begins anew as an empty file, so that a frame cut off by a kill is one that the file is too short for.
  database.exec('PRAGMA journal_size_limit = 0')
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (version === 0) database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT`)
  else checkVersion(version)
}

/** Throws `REFUSED` for a file of a later version. */
export function checkVersion(version: number): void {
  if (version > SCHEMA_VERSION) {
    throw new TracordError('REFUSED', `trace.db was written by a later version of tracord (its format is ${version}). Update tracord.`)
  }
}
