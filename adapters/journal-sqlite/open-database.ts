/** Opening `trace.db`: a sound file as it is; an unsound one is moved aside and every row that is still whole is copied into a new one. */
import { existsSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Damage } from '../../src/ports/index.ts'
import type { Database, OpenDatabase } from './driver.ts'
import { isCorrupt } from './failure.ts'
import { moveAside } from './quarantine.ts'
import { checkRow, type PackedRow } from './row.ts'
import { prepareDatabase } from './schema.ts'

/** Rowids asked for one by one beyond the last that answered, when the file no longer knows its largest. */
const MISSES_MAX = 10_000

/** A sound database, and what it cost to have one. */
export interface OpenedDatabase {
  readonly database: Database
  readonly damage: readonly Damage[]
}

/** Opens or begins the file at `path`. `startsBefore` is what the lock file counted: a file that should be there and is not gets named. */
export function openDatabase(open: OpenDatabase, path: string, startsBefore: number): OpenedDatabase {
  const missing = startsBefore > 0 && (!existsSync(path) || statSync(path).size === 0)
  try {
    const why = `${path} is missing or empty, though this folder was opened ${startsBefore} times before`
    return { database: openSound(open, path), damage: missing ? [{ log: null, from: null, count: null, why }] : [] }
  } catch (error) {
    if (!isCorrupt(error)) throw error
    return rescue(open, path, error instanceof Error ? error.message : String(error))
  }
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

function rescue(open: OpenDatabase, path: string, why: string): OpenedDatabase {
  const aside = moveAside(path)
  const database = openSound(open, path)
  const kept = copyWholeRows(open, aside, database)
  const text = `${basename(path)} was damaged (${why}): moved aside to ${basename(aside)}, ${kept} rows kept`
  return { database, damage: [{ log: null, from: null, count: null, why: text }] }
}

/** Copies what can still be read and is whole; how many rows that was. */
function copyWholeRows(open: OpenDatabase, from: string, to: Database): number {
  let kept = 0
  const insert = to.prepare('INSERT INTO ranges VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  to.exec('BEGIN IMMEDIATE')
  for (const { id, row, crc } of wholeRows(open, from)) {
    insert.run(id, row.log, row.start, row.count, row.ids, row.bodies, row.seenAt, crc)
    kept += 1
  }
  to.exec('COMMIT')
  return kept
}

interface WholeRow {
  readonly id: number
  readonly row: PackedRow
  readonly crc: number
}

/** Reads row by row, by key: a page that cannot be read then costs only the rows on it. */
function* wholeRows(open: OpenDatabase, path: string): Generator<WholeRow> {
  const damaged = attempt(() => open(path, true))
  if (damaged === undefined) return
  const select = attempt(() => damaged.prepare('SELECT * FROM ranges WHERE id = ?'))
  if (select === undefined) {
    damaged.close()
    return
  }
  const last = attempt(() => (damaged.prepare('SELECT max(id) AS id FROM ranges').get() as { id: number | null }).id ?? 0)
  let misses = 0
  for (let id = 1; last === undefined ? misses < MISSES_MAX : id <= last; id += 1) {
    const stored = attempt(() => select.get(id) as Record<string, unknown> | undefined)
    const row = stored === undefined ? 'unreadable' : checkRow(stored)
    misses = typeof row === 'string' ? misses + 1 : 0
    if (typeof row !== 'string') yield { id, row, crc: stored?.['crc'] as number }
  }
  damaged.close()
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined // what cannot be read is not kept; the file that was moved aside still has it
  }
}
