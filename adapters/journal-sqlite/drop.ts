/** Drop: takes rows out of `trace.db` so that nothing of their text stays in it, nor in the log beside it. */
import { TracordError, type LogKey } from '../../src/ports/index.ts'
import type { Database } from './driver.ts'
import type { RowIndex } from './index-of-rows.ts'
import { inTransaction } from './transaction.ts'

/** A file of which more than one page in so many is empty is written anew, and becomes smaller. */
const EMPTY_SHARE = 2

/** Deletes the rows of `log` that end at or below `until`. Asked again it finishes what a reader kept it from. */
export function dropRows(database: Database, index: RowIndex, log: LogKey, until: number): void {
  // Empty pages are overwritten with zeros.
  database.exec('PRAGMA secure_delete = ON')
  inTransaction(database, () => {
    database.prepare('DELETE FROM ranges WHERE log = ? AND start + count <= ?').run(log, until)
    database.prepare('DELETE FROM damaged WHERE log = ?').run(log)
  })
  index.drop(log, until)
  const pages = numberIn(database, 'page_count')
  if (numberIn(database, 'freelist_count') * EMPTY_SHARE > pages) database.exec('VACUUM')
  // Earlier pages, with the text in them, stand in the write-ahead log until that is cut to nothing.
  const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }
  if (busy === 0) return
  const why = 'the text is out of the journal, but another process reads trace.db, so some of it is still in trace.db-wal'
  throw new TracordError('IO', `${why}: end that process, then ask again.`)
}

function numberIn(database: Database, pragma: 'page_count' | 'freelist_count'): number {
  const row = database.prepare(`PRAGMA ${pragma}`).get() as Readonly<Record<string, number>>
  return row[pragma] ?? 0
}
