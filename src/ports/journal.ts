/** Journal: where admitted entries become durable. Callbacks, not promises, so that the simulator can decide when a write ends. */
import type { Ms } from '../base/clock.ts'
import type { TracordError } from '../base/error.ts'
import type { Hash } from '../base/hash.ts'
import type { Result } from '../base/result.ts'
import type { LogKey } from '../frames/log.ts'

/** Called exactly once, never before the call that took it has returned. */
export type Done<T> = (result: Result<T, TracordError>) => void

/** One admitted range, as stored: a row. Rows of one log follow each other without gap. */
export interface JournalRow {
  readonly log: LogKey
  /** seq of the first body. */
  readonly from: number
  /** Canonical texts of the bodies, in order. */
  readonly bodies: readonly string[]
  /** Ids of the same entries, so that a start need not hash them again. */
  readonly ids: readonly Hash[]
  /** When this node admitted it. */
  readonly seenAt: Ms
  /** Of a row that a start gives back, where the journal knows it: bytes of its bodies. Its texts may then be made anew at each reading. */
  readonly bytes?: number
}

/** A row that could not be read back: its entries are asked for again from peers. */
export interface Damage {
  readonly log: LogKey | null
  readonly from: number | null
  readonly count: number | null
  readonly why: string
}

/** What an opening found. */
export interface Opened {
  /** How often this journal was opened before, 0 the first time: the start counter of R4. Already raised, durably. */
  readonly starts: number
  readonly damage: readonly Damage[]
}

/** Durable rows. One object is opened and closed once; a restart makes a new one. */
export interface Journal {
  /**
   * Takes the folder's lock, counts the start, then hands every intact row to `visit`: each log's in the order of its entries, rows beyond
   * a gap that damage left last. Called once, first.
   */
  open(visit: (row: JournalRow) => void, done: Done<Opened>): void
  /** Makes `rows` durable, all or none; `done` is called after the fsync. Concurrent calls share a commit; rows held are passed over. */
  append(rows: readonly JournalRow[], done: Done<null>): void
  /** The bodies of `log` from seq `from` on, at most about `bytesMax` of text but at least one, if held. */
  read(log: LogKey, from: number, bytesMax: number, done: Done<readonly string[]>): void
  /**
   * Lets go for good of the rows of `log` that end at or below `until`, in one step, and of what was set aside of it as damaged. After
   * `done` none of their text is left in the journal's files. May be asked again, and then finishes what was left undone.
   */
  drop(log: LogKey, until: number, done: Done<null>): void
  /** Finishes what was appended, then lets go of the folder. */
  close(done: Done<null>): void
}
