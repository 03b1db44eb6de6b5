/**
 * Disk: a journal by the contract of SQLite with `synchronous=FULL`: what was acknowledged survives, unless it rots; of what was not, a
 * crash keeps a prefix of whole commits, drawn by chance; a failed commit leaves nothing.
 */
import { TracordError } from '../base/error.ts'
import type { Hash } from '../base/hash.ts'
import { createRandom, type Random } from '../base/random.ts'
import { err, ok } from '../base/result.ts'
import type { Damage, Journal, JournalRow } from '../ports/journal.ts'
import type { DiskFaults } from './faults.ts'
import type { History } from './history.ts'
import { createShelf, type Shelf } from './shelf.ts'
import type { Situation } from './sometimes.ts'

/** Calls `run` after so many ms of the world, unless the life it belongs to is over. */
export type After = (delayMs: number, run: () => void) => void

/** What outlives a node's crashes: its folder. */
export interface Disk {
  /** A journal on this disk for one life of its node. */
  open(after: After): Journal
  /** The node ended: what was under way is kept or lost. */
  crash(): void
  /** Commits fail while this is above 0. */
  addFull(count: 1 | -1): void
  /** Each commit takes so many ms more, or less. */
  addCommitMs(byMs: number): void
  /** Up to `count` rows of which `isSafe` says that others have them rot: the next opening finds them damaged. */
  rot(count: number, isSafe: (row: JournalRow) => boolean): void
  /** Commits begun until now. */
  begun(): number
  /** The number of the latest commit that was kept: what was recorded before it began is on the disk. */
  kept(): number
  /** Whether the entry is kept, whole. */
  has(entry: Hash): boolean
  /** What was written and not taken away as damaged, in the order it was written. */
  rows(): readonly JournalRow[]
  /** Whether the entry rotted, and was not written again. */
  isDamaged(entry: Hash): boolean
  /** Whether it rotted, or stands behind one of its log that did: a start cannot place it by itself. */
  isOutOfReach(entry: Hash): boolean
  /** Entries that had rotted and were written again. */
  restored(): number
}

/** What a disk is made of. */
export interface DiskParts {
  readonly name: string
  readonly seed: string
  readonly history: History
  /** The faults of now. */
  readonly faults: () => DiskFaults
  /** Counts a rare situation. */
  readonly reach: (situation: Situation) => void
}

interface Commit {
  /** From 1 on, in the order in which they began. */
  readonly number: number
  readonly rows: readonly JournalRow[]
  isDone: boolean
}

const REFUSAL = new TracordError('IO', 'the disk refuses: free some space')
const UNREADABLE = new TracordError('IO', 'the disk cannot read this')

/** A disk's insides. */
interface Drive extends DiskParts {
  readonly random: Random
  readonly shelf: Shelf
  pending: Commit[]
  full: number
  moreMs: number
  starts: number
  crashes: number
  begun: number
  kept: number
}

/** An empty disk. */
export function createDisk(parts: DiskParts): Disk {
  const { name, seed, history } = parts
  const shelf = createShelf()
  const random = createRandom(`${seed}/disk/${name}`)
  const drive: Drive = { ...parts, random, shelf, pending: [], full: 0, moreMs: 0, starts: 0, crashes: 0, begun: 0, kept: 0 }
  return {
    open: (after) => journalOf(drive, after),
    crash: () => crash(drive),
    addFull(count) {
      drive.full += count
    },
    addCommitMs(byMs) {
      drive.moreMs += byMs
    },
    rot(count, isSafe) {
      const rotten = shelf.rot(random, count, isSafe)
      history.note({ kind: 'fault', node: name, text: `${rotten} rows rot` })
    },
    begun: () => drive.begun,
    kept: () => drive.kept,
    has: (entry) => shelf.has(entry),
    rows: () => shelf.rows(),
    isDamaged: (entry) => shelf.isDamaged(entry),
    isOutOfReach: (entry) => shelf.isOutOfReach(entry),
    restored: () => shelf.restored(),
  }
}

function journalOf(drive: Drive, after: After): Journal {
  const { random, shelf, faults, reach } = drive
  const commitMs = (): number => drive.moreMs + drawBetween(random, faults().commitMsMin, faults().commitMsMax)
  return {
    open(visit, done) {
      drive.starts += 1
      const { starts } = drive
      after(commitMs(), () => {
        const damage = damageOf(shelf)
        if (damage.length > 0) reach('start on damaged rows')
        for (const row of shelf.inOrder()) visit(row)
        done(ok({ starts, damage }))
      })
    },
    append(rows, done) {
      drive.begun += 1
      const commit: Commit = { number: drive.begun, rows, isDone: false }
      drive.pending.push(commit)
      const durationMs = commitMs()
      const isFaulty = random.below(1_000) < faults().errorPermille
      after(durationMs, () => finish(drive, commit, isFaulty, done))
    },
    read(log, from, bytesMax, done) {
      const isFaulty = random.below(1_000) < faults().readErrorPermille
      if (isFaulty) reach('reading failed')
      after(1, () => done(isFaulty ? err(UNREADABLE) : ok(shelf.bodies(log, from, bytesMax))))
    },
    drop(log, until, done) {
      after(commitMs(), () => {
        if (drive.full > 0) return done(err(REFUSAL))
        shelf.drop(log, until)
        done(ok(null))
      })
    },
    close: (done) => after(0, () => done(ok(null))),
  }
}

function finish(drive: Drive, commit: Commit, isFaulty: boolean, done: Parameters<Journal['append']>[1]): void {
  const { name, history, full, reach } = drive
  if (commit.isDone) return
  commit.isDone = true
  drive.pending = drive.pending.filter((other) => other !== commit)
  if (isFaulty || full > 0) {
    reach(full > 0 ? 'commit on a full disk' : 'commit failed')
    history.note({ kind: 'fail', node: name, text: 'commit' })
    return done(err(REFUSAL))
  }
  keep(drive, commit)
  history.note({ kind: 'commit', node: name, text: String(commit.rows.length) })
  done(ok(null))
}

function keep(drive: Drive, { number, rows }: Commit): void {
  drive.kept = number
  drive.shelf.keep(rows)
}

function crash(drive: Drive): void {
  const { name, seed, history, pending, reach } = drive
  drive.crashes += 1
  const fate = createRandom(`${seed}/disk/${name}/crash/${drive.crashes}`)
  const kept = fate.below(pending.length + 1)
  for (const commit of pending.slice(0, kept)) keep(drive, commit)
  for (const commit of pending) commit.isDone = true
  if (kept > 0) reach('crash that kept an open commit')
  if (kept < pending.length) reach('crash that lost an open commit')
  history.note({ kind: 'crash', node: name, text: `keeps ${kept} of ${pending.length} open commits` })
  drive.pending = []
}

/** An integer from `min` to `max`, one draw. */
export function drawBetween(random: Random, min: number, max: number): number {
  return min + random.below(Math.max(1, max - min + 1))
}

function damageOf(shelf: Shelf): readonly Damage[] {
  return shelf.setAside().map(({ log, from, bodies }) => ({ log, from, count: bodies.length, why: 'it rotted' }))
}
