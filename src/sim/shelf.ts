/** Shelf: the rows that a simulated disk keeps, by log and by entry; rows on it may rot. */
import type { Hash } from '../base/hash.ts'
import type { Random } from '../base/random.ts'
import type { LogKey } from '../frames/log.ts'
import type { JournalRow } from '../ports/journal.ts'

/** What a disk keeps. */
export interface Shelf {
  /** A row that is there already is a commit repeated after a failure. */
  keep(rows: readonly JournalRow[]): void
  /** Up to `count` rows that `isSafe` allows rot; returns how many. */
  rot(random: Random, count: number, isSafe: (row: JournalRow) => boolean): number
  /** Takes the rotten rows away, and returns them. */
  setAside(): readonly JournalRow[]
  /** Takes away the rows of a log that end at or below `until`, for good. */
  drop(log: LogKey, until: number): void
  has(entry: Hash): boolean
  isDamaged(entry: Hash): boolean
  /** Whether the entry is damaged, or behind a damaged one: a start cannot place it by itself. */
  isOutOfReach(entry: Hash): boolean
  /** Entries that were damaged and are whole again. */
  restored(): number
  rows(): readonly JournalRow[]
  /** Each log's rows in the order of its entries, rows beyond a gap last. */
  inOrder(): readonly JournalRow[]
  bodies(log: LogKey, from: number, bytesMax: number): readonly string[]
}

/** Nothing is kept yet. */
export function createShelf(): Shelf {
  let rows: JournalRow[] = []
  const byLog = new Map<LogKey, Map<number, JournalRow>>()
  const entries = new Set<Hash>()
  const damaged = new Set<Hash>()
  const rotten = new Set<JournalRow>()
  let restored = 0
  const add = (row: JournalRow): void => {
    const ofLog = byLog.get(row.log) ?? new Map<number, JournalRow>()
    if (ofLog.has(row.from)) return
    byLog.set(row.log, ofLog.set(row.from, row))
    rows.push(row)
    for (const id of row.ids) {
      entries.add(id)
      if (damaged.delete(id)) restored += 1
    }
  }
  const forget = (row: JournalRow): void => {
    for (const id of row.ids) {
      entries.delete(id)
      damaged.add(id)
    }
  }
  return {
    keep: (more) => more.forEach(add),
    rot(random, count, isSafe) {
      let done = 0
      for (let at = 0; at < count && rows.length > 0; at += 1) {
        const row = rows[random.below(rows.length)]
        if (row === undefined || rotten.has(row) || !isSafe(row)) continue
        rotten.add(row)
        forget(row)
        done += 1
      }
      return done
    },
    setAside() {
      const aside = [...rotten]
      rows = rows.filter((row) => !rotten.has(row))
      for (const row of aside) byLog.get(row.log)?.delete(row.from)
      rotten.clear()
      return aside
    },
    drop(log, until) {
      const gone = rows.filter((row) => row.log === log && row.from + row.bodies.length <= until)
      rows = rows.filter((row) => !gone.includes(row))
      for (const row of gone) {
        byLog.get(log)?.delete(row.from)
        rotten.delete(row)
        for (const id of row.ids) entries.delete(id)
      }
    },
    has: (entry) => entries.has(entry),
    isDamaged: (entry) => damaged.has(entry),
    isOutOfReach(entry) {
      const row = rows.find(({ ids }) => ids.includes(entry))
      return row === undefined ? damaged.has(entry) : rotten.has(row) || isBehind(byLog, row)
    },
    restored: () => restored,
    rows: () => rows,
    inOrder: () => [...byLog.values()].flatMap(sorted).sort((a, b) => Number(isBehind(byLog, a)) - Number(isBehind(byLog, b))),
    bodies: (log, from, bytesMax) => bodiesFrom(sorted(byLog.get(log) ?? new Map<number, JournalRow>()), from, bytesMax),
  }
}

function sorted(ofLog: ReadonlyMap<number, JournalRow>): readonly JournalRow[] {
  return [...ofLog.values()].sort((a, b) => a.from - b.from)
}

/** Whether something is missing before the row. */
function isBehind(byLog: ReadonlyMap<LogKey, ReadonlyMap<number, JournalRow>>, row: JournalRow): boolean {
  let reached = 0
  for (const { from, bodies } of sorted(byLog.get(row.log) ?? new Map<number, JournalRow>())) {
    if (from > reached) return true
    if (from === row.from) return false
    reached = Math.max(reached, from + bodies.length)
  }
  return false
}

/** Bodies from `from` on as far as there is no gap. */
function bodiesFrom(rows: readonly JournalRow[], from: number, bytesMax: number): readonly string[] {
  const bodies: string[] = []
  let chars = 0
  for (const row of rows) {
    if (row.from > from + bodies.length) break
    for (const body of row.bodies.slice(Math.max(0, from + bodies.length - row.from))) {
      chars += body.length
      if (bodies.length > 0 && chars > bytesMax) return bodies
      bodies.push(body)
    }
  }
  return bodies
}
