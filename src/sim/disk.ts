/**
 * Disk: a journal by the contract of SQLite with `synchronous=FULL`: what was acknowledged survives; of what was not, a crash keeps a
 * prefix of whole commits, drawn by chance; a failed commit leaves nothing.
 */
import type { Clock } from '../base/clock.ts'
import { TracordError } from '../base/error.ts'
import { createRandom, type Random } from '../base/random.ts'
import { err, ok } from '../base/result.ts'
import type { LogKey } from '../frames/log.ts'
import type { Journal, JournalRow } from '../ports/journal.ts'
import type { DiskFaults } from './faults.ts'
import type { History } from './history.ts'

/** What outlives a node's crashes: its folder. */
export interface Disk {
  /** A journal on this disk for one life of its node; its callbacks come by `clock`. */
  open(clock: Clock): Journal
  /** The node ended: what was under way is kept or lost. */
  crash(): void
  /** Commits fail while this is above 0. */
  addFull(count: 1 | -1): void
}

/** What a disk is made of. */
export interface DiskParts {
  readonly name: string
  readonly seed: string
  readonly history: History
  /** The faults of now. */
  readonly faults: () => DiskFaults
}

interface Stored {
  starts: number
  readonly rows: JournalRow[]
  readonly rowsByLog: Map<LogKey, Map<number, JournalRow>>
}

interface Commit {
  readonly rows: readonly JournalRow[]
  isDone: boolean
}

/** An empty disk. */
export function createDisk(parts: DiskParts): Disk {
  const { name, seed, history, faults } = parts
  const random = createRandom(`${seed}/disk/${name}`)
  const stored: Stored = { starts: 0, rows: [], rowsByLog: new Map() }
  let pending: Commit[] = []
  let full = 0
  let crashes = 0

  const commitMs = (): number => drawBetween(random, faults().commitMsMin, faults().commitMsMax)
  const finish = (commit: Commit, isFaulty: boolean, done: Parameters<Journal['append']>[1]): void => {
    if (commit.isDone) return
    commit.isDone = true
    pending = pending.filter((other) => other !== commit)
    if (isFaulty || full > 0) {
      history.note(`${name} commit fails`)
      return done(err(new TracordError('IO', 'the disk refuses: free some space')))
    }
    for (const row of commit.rows) keep(stored, row)
    history.note(`${name} commit ${commit.rows.length}`)
    done(ok(null))
  }
  return {
    open: (clock) => ({
      open(visit, done) {
        stored.starts += 1
        const { starts } = stored
        clock.after(commitMs(), () => {
          for (const row of stored.rows) visit(row)
          done(ok({ starts, damage: [] }))
        })
      },
      append(rows, done) {
        const commit: Commit = { rows, isDone: false }
        pending.push(commit)
        const durationMs = commitMs()
        const isFaulty = random.below(1_000) < faults().errorPermille
        clock.after(durationMs, () => finish(commit, isFaulty, done))
      },
      read(log, from, bytesMax, done) {
        clock.after(1, () => done(ok(bodiesFrom(stored, log, from, bytesMax))))
      },
      close: (done) => void clock.after(0, () => done(ok(null))),
    }),
    crash() {
      crashes += 1
      const fate = createRandom(`${seed}/disk/${name}/crash/${crashes}`)
      const kept = fate.below(pending.length + 1)
      for (const commit of pending.slice(0, kept)) for (const row of commit.rows) keep(stored, row)
      for (const commit of pending) commit.isDone = true
      history.note(`${name} disk keeps ${kept} of ${pending.length} open commits`)
      pending = []
    },
    addFull(count) {
      full += count
    },
  }
}

/** An integer from `min` to `max`, one draw. */
export function drawBetween(random: Random, min: number, max: number): number {
  return min + random.below(Math.max(1, max - min + 1))
}

/** A row that is there already is a commit repeated after a failure. */
function keep({ rows, rowsByLog }: Stored, row: JournalRow): void {
  const ofLog = rowsByLog.get(row.log) ?? new Map<number, JournalRow>()
  if (ofLog.has(row.from)) return
  rowsByLog.set(row.log, ofLog.set(row.from, row))
  rows.push(row)
}

function bodiesFrom({ rowsByLog }: Stored, log: LogKey, from: number, bytesMax: number): readonly string[] {
  const bodies: string[] = []
  let chars = 0
  for (const row of [...(rowsByLog.get(log)?.values() ?? [])].sort((a, b) => a.from - b.from)) {
    for (const body of row.bodies.slice(Math.max(0, from - row.from))) {
      chars += body.length
      if (bodies.length > 0 && chars > bytesMax) return bodies
      bodies.push(body)
    }
  }
  return bodies
}
