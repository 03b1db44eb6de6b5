/** Opening `trace.db`: a sound file as it is; an unsound one is moved aside and every row that is still whole is copied into a new one. */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Damage } from '../../src/ports/index.ts'
import type { Database, OpenDatabase } from './driver.ts'
import { isCorrupt } from './failure.ts'
import { moveAside } from './quarantine.ts'
import { checkRow, type PackedRow } from './row.ts'
import { PAGE_BYTES, prepareDatabase } from './schema.ts'
import { checkWal } from './wal.ts'

/** Rowids asked for one by one beyond the last that answered, when the file no longer knows its largest. */
const MISSES_MAX = 10_000
/** Where the first page of a database says how many pages there are. */
const PAGE_COUNT_AT = 28

/** A sound database, and what it cost to have one. */
export interface OpenedDatabase {
  readonly database: Database
  readonly damage: readonly Damage[]
}

/** Opens or begins the file at `path`. `startsBefore` is what the lock file counted: a file that should be there and is not gets named. */
export function openDatabase(open: OpenDatabase, path: string, startsBefore: number): OpenedDatabase {
  const isMissing = startsBefore > 0 && (!existsSync(path) || statSync(path).size === 0)
  const found = [checkWal(path), isMissing ? missing(path, startsBefore) : undefined].filter((why) => why !== undefined)
  try {
    return { database: openSound(open, path), damage: found.map(unplaced) }
  } catch (error) {
    if (!isCorrupt(error)) throw error
    const { database, why } = rescue(open, path, error instanceof Error ? error.message : String(error))
    return { database, damage: [...found, why].map(unplaced) }
  }
}

function missing(path: string, startsBefore: number): string {
  return `${basename(path)} is missing or empty, though this folder was opened ${startsBefore} times before`
}

/** Damage of which nobody can say what it held. */
function unplaced(why: string): Damage {
  return { log: null, from: null, count: null, why }
}

function openSound(open: OpenDatabase, path: string): Database {
  const database = open(path)
  try {
    prepareDatabase(database)
    const { quick_check: verdict } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
    if (verdict !== 'ok') throw Object.assign(new Error(verdict), { errcode: 11 })
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function rescue(open: OpenDatabase, path: string, why: string): { readonly database: Database; readonly why: string } {
  const aside = moveAside(path)
  const database = openSound(open, path)
  const kept = copyWholeRows(open, aside, database) ?? copyUnderFreshHead(open, aside, path, database)
  return { database, why: `${basename(path)} was damaged (${why}): moved aside to ${basename(aside)}, ${kept ?? 0} rows kept` }
}

/**
 * The first page says how to read all others. When it is what was damaged, a copy of the file gets that of the new one, which has the same
 * tables in the same places.
 */
function copyUnderFreshHead(open: OpenDatabase, aside: string, fresh: string, to: Database): number | undefined {
  const copy = `${fresh}.repair`
  to.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  try {
    const bytes = readFileSync(aside)
    const head = readFileSync(fresh).subarray(0, PAGE_BYTES)
    head.writeUInt32BE(Math.floor(bytes.length / PAGE_BYTES), PAGE_COUNT_AT)
    head.copy(bytes)
    writeFileSync(copy, bytes)
    return copyWholeRows(open, copy, to)
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
  }
}

/** Copies what can still be read and is whole; how many rows that was, or undefined when the file cannot be read at all. */
function copyWholeRows(open: OpenDatabase, from: string, to: Database): number | undefined {
  const damaged = openToRescue(open, from)
  if (damaged === undefined) return undefined
  let kept = 0
  const insert = to.prepare('INSERT INTO ranges VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  to.exec('BEGIN IMMEDIATE')
  for (const { id, row, crc } of wholeRows(damaged)) {
    insert.run(id, row.log, row.start, row.count, row.ids, row.bodies, row.seenAt, crc)
    kept += 1
  }
  to.exec('COMMIT')
  damaged.database.close()
  return kept
}

interface WholeRow {
  readonly id: number
  readonly row: PackedRow
  readonly crc: number
}

interface Damaged {
  readonly database: Database
  readonly select: ReturnType<Database['prepare']>
}

function openToRescue(open: OpenDatabase, path: string): Damaged | undefined {
  const database = attempt(() => open(path, true))
  const select = attempt(() => database?.prepare('SELECT * FROM ranges WHERE id = ?'))
  if (database === undefined || select === undefined) {
    database?.close()
    return undefined
  }
  return { database, select }
}

/** Reads row by row, by key: a page that cannot be read then costs only the rows on it. */
function* wholeRows({ database, select }: Damaged): Generator<WholeRow> {
  const last = attempt(() => (database.prepare('SELECT max(id) AS id FROM ranges').get() as { id: number | null }).id ?? 0)
  let misses = 0
  for (let id = 1; last === undefined ? misses < MISSES_MAX : id <= last; id += 1) {
    const stored = attempt(() => select.get(id) as Record<string, unknown> | undefined)
    const row = stored === undefined ? 'unreadable' : checkRow(stored)
    misses = typeof row === 'string' ? misses + 1 : 0
    if (typeof row !== 'string') yield { id, row, crc: stored?.['crc'] as number }
  }
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined // what cannot be read is not kept; the file that was moved aside still has it
  }
}
