/** Holding: one log as a node has it. */
import type { Hash } from '../../base/hash.ts'
import { createHashes, type Hashes } from '../../base/hashes.ts'
import { LOG_ENTRIES_MAX } from '../../base/limits.ts'
import { logKeyOf, type Held, type Log, type LogKey } from '../../frames/log.ts'

/** One log as held. Only `holdings.ts` changes it, but for the counters that others keep. */
export interface Holding {
  readonly log: Log
  readonly key: LogKey
  /** Ids by seq. */
  readonly ids: Hashes
  /** Counts whose last entry's own signature was verified, ascending. */
  readonly ends: number[]
  /** Bodies from seq `recentFrom` to the last. */
  readonly recent: string[]
  recentFrom: number
  /** Entries known to be on disk; the recorder's. */
  durable: number
  /** Entries that some other member holds durably; the peers'. */
  confirmed: number
  /** So many of the first entries are held by their ids alone: they were pruned, and their text is gone. */
  bare: number
  /** How many entries count: all of them in an open realm; in a closed one as far as membership says. */
  counted: number
  /** Characters of all its bodies. */
  chars: number
  /** Lowest seq that its author signed twice; null while there is none (R5). */
  forkedAt: number | null
}

/** All that is held of a log, whether it counts or not; of a forked one no head. */
export function heldOf(holding: Holding): Held {
  const { ids, forkedAt } = holding
  return { count: ids.length, head: (forkedAt === null ? ids.last() : undefined) ?? null }
}

/** What of a log counts: what nodes compare. */
export function countedOf({ ids, counted }: Holding): Held {
  return { count: counted, head: ids.get(counted - 1) ?? null }
}

/** Nothing of a log is held yet. */
export function emptyHolding(log: Log): Holding {
  const counts = { recentFrom: 0, durable: 0, confirmed: 0, bare: 0, counted: 0, chars: 0 }
  return { log, key: logKeyOf(log), ids: createHashes(LOG_ENTRIES_MAX), ends: [], recent: [], ...counts, forkedAt: null }
}

/** The id before entry `from`; null where that is the first. */
export function prevOf({ ids }: Holding, from: number): Hash | null {
  return from === 0 ? null : (ids.get(from - 1) ?? null)
}
