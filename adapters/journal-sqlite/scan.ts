/** Scan: the walk through `trace.db` at a start, which checks every row and learns where each one lies. */
import type { Damage, LogKey } from '../../src/ports/index.ts'
import type { Database } from './driver.ts'
import { createRowIndex, type RowIndex } from './index-of-rows.ts'
import { checkRow, lastIdOf, type PackedRow } from './row.ts'

/** A row that could not be read back, by its key. */
export interface DamagedRow {
  readonly id: number
  readonly why: string
}

/** One walk through all rows, and what it learns. */
export interface Scan {
  readonly index: RowIndex
  readonly damage: Damage[]
  readonly damagedRows: DamagedRow[]
  /** Every whole row once, each log's in the order of its entries; rows beyond a gap come last. */
  readonly rows: () => Generator<PackedRow>
}

/** A scan of `database`; `damage` is what is known already, and what is found is added to it. */
export function createScan(database: Database, damage: Damage[]): Scan {
  const index = createRowIndex()
  const damagedRows: DamagedRow[] = []
  /** Ids of rows that begin beyond the end of what came before in their log: a later row may fill the gap. */
  const waiting = new Map<string, { id: number; start: number }[]>()
  const ends = new Map<string, number>()
  const byId = database.prepare('SELECT * FROM ranges WHERE id = ?')
  // Held here: an iterator does not keep its statement alive, and once that is collected the walk ends in an error.
  const inOrder = database.prepare('SELECT * FROM ranges ORDER BY id')

  function* deliver(row: PackedRow): Generator<PackedRow> {
    const end = Math.max(ends.get(row.log) ?? 0, row.start + row.count)
    ends.set(row.log, end)
    yield row
    const next = waiting.get(row.log)?.findIndex((later) => later.start <= end) ?? -1
    if (next < 0) return
    const [later] = waiting.get(row.log)?.splice(next, 1) ?? []
    if (later !== undefined) yield* deliver(checkRow(byId.get(later.id) as Record<string, unknown>) as PackedRow)
  }

  function* rows(): Generator<PackedRow> {
    for (const stored of inOrder.iterate() as Iterable<Record<string, unknown>>) {
      const id = stored['id'] as number
      const row = checkRow(stored)
      if (typeof row === 'string') {
        damagedRows.push({ id, why: row })
        damage.push(damageOf(stored, row))
        continue
      }
      const span = { id, start: row.start, count: row.count, last: lastIdOf(row) }
      if (index.has(row.log, span)) continue
      index.add(row.log, span)
      if (row.start <= (ends.get(row.log) ?? 0)) yield* deliver(row)
      else pushTo(waiting, row.log, { id, start: row.start })
    }
    for (const left of [...waiting.values()].flat().sort((a, b) => a.id - b.id)) {
      yield checkRow(byId.get(left.id) as Record<string, unknown>) as PackedRow
    }
  }
  return { index, damage, damagedRows, rows }
}

function pushTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const held = map.get(key)
  if (held === undefined) map.set(key, [value])
  else held.push(value)
}

/** What a damaged row still says of itself; its own words, so only for people and for asking again. */
function damageOf(stored: Readonly<Record<string, unknown>>, why: string): Damage {
  const { log, start, count } = stored
  return {
    log: typeof log === 'string' ? (log as LogKey) : null,
    from: typeof start === 'number' ? start : null,
    count: typeof count === 'number' ? count : null,
    why: `row ${String(stored['id'])} of trace.db: ${why}`,
  }
}
