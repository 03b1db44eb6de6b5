/** Memory journal: a journal for nodes without a folder and for tests; what it keeps lives as long as its disk object. */
import type { Clock } from '../base/clock.ts'
import { TracordError } from '../base/error.ts'
import { err, ok } from '../base/result.ts'
import type { LogKey } from '../frames/log.ts'
import type { Done, Journal, JournalRow } from '../ports/journal.ts'

/** What survives a journal that was closed or dropped. */
export interface MemoryDisk {
  starts: number
  readonly rows: JournalRow[]
}

/** An empty disk. */
export function createMemoryDisk(): MemoryDisk {
  return { starts: 0, rows: [] }
}

/** A journal on `disk`. Every callback comes through `clock`, so never before its call has returned. */
export function createMemoryJournal(clock: Clock, disk: MemoryDisk = createMemoryDisk()): Journal {
  const rowsByLog = new Map<LogKey, Map<number, JournalRow>>()
  let isOpen = false
  const remember = (row: JournalRow): boolean => {
    const rows = rowsByLog.get(row.log) ?? new Map<number, JournalRow>()
    if (rows.has(row.from)) return false // a retried commit
    rowsByLog.set(row.log, rows.set(row.from, row))
    return true
  }
  const refuse = <T>(done: Done<T>): void =>
    void clock.after(0, () => done(err(new TracordError('CLOSED', 'the journal is not open'))))
  return {
    open(visit, done) {
      clock.after(0, () => {
        isOpen = true
        for (const row of disk.rows) {
          remember(row)
          visit(row)
        }
        disk.starts += 1
        done(ok({ starts: disk.starts - 1, damage: [] }))
      })
    },
    append(rows, done) {
      if (!isOpen) return refuse(done)
      for (const row of rows) {
        if (remember(row)) disk.rows.push(row)
      }
      clock.after(0, () => done(ok(null)))
    },
    read(log, from, bytesMax, done) {
      if (!isOpen) return refuse(done)
      const bodies = bodiesFrom(rowsByLog.get(log)?.values() ?? [], from, bytesMax)
      clock.after(0, () => done(ok(bodies)))
    },
    drop(log, until, done) {
      if (!isOpen) return refuse(done)
      const isGone = (row: JournalRow): boolean => row.log === log && row.from + row.bodies.length <= until
      disk.rows.splice(0, disk.rows.length, ...disk.rows.filter((row) => !isGone(row)))
      for (const row of rowsByLog.get(log)?.values() ?? []) if (isGone(row)) rowsByLog.get(log)?.delete(row.from)
      clock.after(0, () => done(ok(null)))
    },
    close(done) {
      isOpen = false
      clock.after(0, () => done(ok(null)))
    },
  }
}

function bodiesFrom(rows: Iterable<JournalRow>, from: number, bytesMax: number): readonly string[] {
  const bodies: string[] = []
  let bytes = 0
  for (const row of [...rows].sort((a, b) => a.from - b.from)) {
    if (row.from > from + bodies.length) break
    for (const body of row.bodies.slice(Math.max(0, from + bodies.length - row.from))) {
      bytes += body.length
      if (bodies.length > 0 && bytes > bytesMax) return bodies
      bodies.push(body)
    }
  }
  return bodies
}
