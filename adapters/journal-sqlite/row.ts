/** Row: how one admitted range crosses to the worker and lies in the table, with the checksum that says whether it is still the same. */
import { crc32 } from 'node:zlib'
import type { JournalRow } from '../../src/ports/index.ts'

/** A {@link JournalRow} as columns. Canonical JSON holds no raw line break and no id holds a space, so joining loses nothing. */
export interface PackedRow {
  readonly log: string
  readonly start: number
  readonly count: number
  /** Ids, joined by one space. */
  readonly ids: string
  /** Bodies, joined by one line break: anybody can read the column. */
  readonly bodies: string
  readonly seenAt: number
}

/** `row` as columns. */
export function packRow(row: JournalRow): PackedRow {
  const { log, from, bodies, ids, seenAt } = row
  return { log, start: from, count: bodies.length, ids: ids.join(' '), bodies: bodies.join('\n'), seenAt }
}

/** CRC-32 over every column: it finds flipped bits, it proves nothing against an attacker (signatures do). */
export function checksumOf(row: PackedRow): number {
  return crc32(`${row.log}\n${row.start} ${row.count} ${row.seenAt}\n${row.ids}\n${row.bodies}`)
}

/** Reads a row as SQLite gave it: the row, or why it is not the one that was written. */
export function checkRow(stored: Readonly<Record<string, unknown>>): PackedRow | string {
  const { log, start, count, ids, bodies, seen_at: seenAt, crc } = stored
  if (typeof log !== 'string' || typeof ids !== 'string' || typeof bodies !== 'string') return 'a column holds no text'
  if (!isCount(start) || !isCount(count) || !isCount(seenAt)) return 'a column holds no whole number'
  const row = { log, start, count, ids, bodies, seenAt }
  if (checksumOf(row) !== crc) return 'the checksum does not fit'
  return row
}

/** Id of the last entry of a row. */
export function lastIdOf(row: PackedRow): string {
  return row.ids.slice(row.ids.lastIndexOf(' ') + 1)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
