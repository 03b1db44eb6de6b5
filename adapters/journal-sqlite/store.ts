/** Store: `trace.db` itself, synchronous, one thread's own: appended in groups, every row checked when it is read. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { TracordError, type Damage, type LogKey } from '../../src/ports/index.ts'
import type { Database, OpenDatabase } from './driver.ts'
import type { RowIndex } from './index-of-rows.ts'
import { takeLock } from './lock.ts'
import { openDatabase } from './open-database.ts'
import { checkRow, checksumOf, lastIdOf, type PackedRow } from './row.ts'
import { dropRows } from './drop.ts'
import { createScan, type DamagedRow } from './scan.ts'
import { checkVersion } from './schema.ts'
import { inTransaction } from './transaction.ts'

/** The journal's file in a node's folder. */
export const JOURNAL_FILE = 'trace.db'

/** An open journal file. Every function is synchronous and throws coded errors or SQLite's. */
export interface Store {
  /** How often the folder was opened before. */
  readonly starts: number
  /** Every whole row once, each log's in order; rows beyond a gap come last. To be walked once, to its end, first of all. */
  rows(): Generator<PackedRow>
  /** What was found unreadable; complete when `rows` has been walked. */
  damage(): readonly Damage[]
  /** One transaction, one fsync. Rows that are held already are passed over. */
  append(rows: readonly PackedRow[]): void
  read(log: LogKey, from: number, bytesMax: number): readonly string[]
  /** Lets go of the rows of `log` that end at or below `until`; nothing of their text stays in the files. */
  drop(log: LogKey, until: number): void
  close(): void
}

/** Opens the folder to write: takes its lock, counts the start. Throws coded errors and SQLite's. */
export function openStore(open: OpenDatabase, dir: string, now: () => number): Store {
  mkdirSync(dir, { recursive: true })
  const lock = takeLock(open, dir)
  try {
    const { database, damage } = openDatabase(open, join(dir, JOURNAL_FILE), lock.starts)
    const starts = Math.max(lock.starts, startsIn(database))
    database.prepare('INSERT INTO starts (n, at) VALUES (?, ?)').run(starts + 1, now())
    lock.count(starts + 1)
    const scan = createScan(database, [...damage])
    return {
      starts,
      *rows() {
        yield* scan.rows()
        moveDamagedRows(database, scan.damagedRows, now())
      },
      damage: () => scan.damage,
      append: (rows) => appendRows(database, scan.index, rows),
      read: (log, from, bytesMax) => readBodies(database, scan.index, log, from, bytesMax),
      drop: (log, until) => dropRows(database, scan.index, log, until),
      close() {
        database.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Opens the folder to look only, in use or not: no lock, no start counted, nothing changed. */
export function openStoreToRead(open: OpenDatabase, dir: string): Store {
  const database = open(join(dir, JOURNAL_FILE), true)
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  checkVersion(version)
  const scan = createScan(database, [])
  return {
    starts: startsIn(database),
    rows: scan.rows,
    damage: () => scan.damage,
    append: () => refuse(dir),
    drop: () => refuse(dir),
    read: (log, from, bytesMax) => readBodies(database, scan.index, log, from, bytesMax),
    close: () => database.close(),
  }
}

function refuse(dir: string): never {
  throw new TracordError('READ_ONLY', `${dir} was opened to read only; nothing was written.`)
}

function startsIn(database: Database): number {
  const { n } = database.prepare('SELECT max(n) AS n FROM starts').get() as { n: number | null }
  return n ?? 0
}

/** Puts damaged rows into a table of their own, as they are: kept for a person to look at, out of the way of what replaces them. */
function moveDamagedRows(database: Database, rows: readonly DamagedRow[], now: number): void {
  if (rows.length === 0) return
  const copy = database.prepare(
    `INSERT INTO damaged (found_at, why, row_id, log, start, count, ids, bodies, seen_at, crc)
     SELECT ?, ?, id, log, start, count, ids, bodies, seen_at, crc FROM ranges WHERE id = ?`,
  )
  const remove = database.prepare('DELETE FROM ranges WHERE id = ?')
  inTransaction(database, () => {
    for (const { id, why } of rows) {
      copy.run(now, why, id)
      remove.run(id)
    }
  })
}

function appendRows(database: Database, index: RowIndex, rows: readonly PackedRow[]): void {
  const insert = database.prepare('INSERT INTO ranges (log, start, count, ids, bodies, seen_at, crc) VALUES (?, ?, ?, ?, ?, ?, ?)')
  const added: { log: string; span: { id: number; start: number; count: number; last: string } }[] = []
  inTransaction(database, () => {
    for (const row of rows) {
      const held = { start: row.start, count: row.count, last: lastIdOf(row) }
      if (index.has(row.log, held)) continue
      const { lastInsertRowid: id } = insert.run(row.log, row.start, row.count, row.ids, row.bodies, row.seenAt, checksumOf(row))
      added.push({ log: row.log, span: { id: Number(id), ...held } })
    }
  })
  // Only now: rows of a transaction that failed are not there.
  for (const { log, span } of added) index.add(log, span)
}

function readBodies(database: Database, index: RowIndex, log: LogKey, from: number, bytesMax: number): readonly string[] {
  const select = database.prepare('SELECT * FROM ranges WHERE id = ?')
  const found: string[] = []
  let bytes = 0
  let next = from
  let lastSeen: string | undefined
  for (const span of index.from(log, from)) {
    if (span.start > next || bytes >= bytesMax) break
    const row = checkRow(select.get(span.id) as Record<string, unknown>)
    if (typeof row === 'string') {
      if (found.length > 0) break
      const then = 'It is set aside at the next start, and asked for from peers.'
      throw new TracordError('CORRUPT', `Row ${span.id} of ${JOURNAL_FILE}: ${row}. ${then}`)
    }
    const ids = row.ids.split(' ')
    // A row that overlaps what was read follows it only if it is of the same branch.
    if (lastSeen !== undefined && next > span.start && ids[next - 1 - span.start] !== lastSeen) continue
    for (const body of row.bodies.split('\n').slice(next - span.start)) {
      if (bytes >= bytesMax) break
      found.push(body)
      bytes += Buffer.byteLength(body)
      next += 1
    }
    lastSeen = ids[next - 1 - span.start]
  }
  return found
}
