/** Holdings: of every log held the ids, the places where a range may end (R3), and the recent bodies; the journal has the rest. */
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
  /** How many entries count: all of them in an open realm; in a closed one as far as membership says. */
  counted: number
  /** Characters of all its bodies. */
  chars: number
  /** Lowest seq that its author signed twice; null while there is none (R5). */
  forkedAt: number | null
}

/** An entry as it is taken in. */
export interface Entered {
  readonly id: Hash
  readonly text: string
}

/** All logs held. */
export interface Holdings {
  get(key: LogKey): Holding | undefined
  all(): IterableIterator<Holding>
  /** Adds entries to the end of a log; the last one's own signature was verified. */
  grow(log: Log, links: readonly Entered[]): Holding
  /** As `grow`, for what the journal gave back: bodies are not kept, everything is durable, and counts until somebody says otherwise. */
  restore(log: Log, ids: readonly Hash[], chars: number): Holding
  /** Forgets a log, as if it had never been held. */
  drop(key: LogKey): void
  /** Lets go of the oldest recent bodies that are durable, down to the bound. */
  trim(): void
  /** The log and seq of an entry. Builds an index at its first use: not every node needs one. */
  locate(id: Hash): { readonly holding: Holding; readonly seq: number } | undefined
  readonly count: { readonly entries: number; readonly logs: number }
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

/** Nothing is held yet; about `recentCharsMax` characters of bodies will be kept in memory. */
export function createHoldings(recentCharsMax: number): Holdings {
  const holdings = new Map<LogKey, Holding>()
  const kept: Kept[] = []
  const count = { entries: 0, logs: 0 }
  let chars = 0
  let index: Map<Hash, Place> | undefined

  const open = (log: Log): Holding => {
    const key = logKeyOf(log)
    const known = holdings.get(key)
    if (known !== undefined) return known
    const holding = emptyHolding(log, key)
    holdings.set(key, holding)
    count.logs = holdings.size
    return holding
  }
  const enter = (holding: Holding, id: Hash): void => {
    index?.set(id, { holding, seq: holding.ids.length })
    holding.ids.push(id)
    count.entries += 1
  }
  return {
    count,
    get: (key) => holdings.get(key),
    all: () => holdings.values(),
    grow(log, links) {
      const holding = open(log)
      let added = 0
      for (const { id, text } of links) {
        enter(holding, id)
        holding.recent.push(text)
        added += text.length
      }
      holding.ends.push(holding.ids.length)
      holding.chars += added
      kept.push({ holding, until: holding.ids.length, chars: added })
      chars += added
      return holding
    },
    restore(log, ids, more) {
      const holding = open(log)
      for (const id of ids) enter(holding, id)
      holding.ends.push(holding.ids.length)
      holding.chars += more
      holding.recentFrom = holding.durable = holding.counted = holding.ids.length
      return holding
    },
    drop(key) {
      const holding = holdings.get(key)
      if (holding === undefined) return
      holdings.delete(key)
      count.logs = holdings.size
      count.entries -= holding.ids.length
      index = undefined
      chars -= dropKept(kept, holding)
    },
    trim() {
      if (chars <= recentCharsMax) return
      // A little further than it must, so that not every entry moves the whole list.
      chars = trimKept(kept, chars, recentCharsMax - (recentCharsMax >> 3))
    },
    locate(id) {
      index ??= indexOf(holdings.values())
      return index.get(id)
    },
  }
}

/** Bodies kept together: those of `holding` up to count `until`. */
interface Kept {
  readonly holding: Holding
  readonly until: number
  readonly chars: number
}

/** Lets go of the oldest that are durable until `enough` characters are left; returns how many there are now. */
function trimKept(kept: Kept[], chars: number, enough: number): number {
  let [left, gone] = [chars, 0]
  for (const { holding, until, chars: size } of kept) {
    if (left <= enough || holding.durable < until) break
    holding.recent.splice(0, until - holding.recentFrom)
    holding.recentFrom = until
    left -= size
    gone += 1
  }
  kept.splice(0, gone)
  return left
}

/** Takes out what is kept of `holding`; returns its characters. */
function dropKept(kept: Kept[], holding: Holding): number {
  const gone = kept.filter((one) => one.holding === holding)
  const left = kept.filter((one) => one.holding !== holding)
  kept.splice(0, kept.length, ...left)
  return gone.reduce((sum, { chars }) => sum + chars, 0)
}

interface Place {
  readonly holding: Holding
  readonly seq: number
}

function emptyHolding(log: Log, key: LogKey): Holding {
  const counts = { recentFrom: 0, durable: 0, confirmed: 0, counted: 0, chars: 0 }
  return { log, key, ids: createHashes(LOG_ENTRIES_MAX), ends: [], recent: [], ...counts, forkedAt: null }
}

function indexOf(holdings: Iterable<Holding>): Map<Hash, Place> {
  const index = new Map<Hash, Place>()
  for (const holding of holdings) {
    for (const [seq, id] of holding.ids.slice(0).entries()) index.set(id, { holding, seq })
  }
  return index
}
