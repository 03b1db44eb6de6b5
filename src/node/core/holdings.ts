/** Holdings: of every log held the ids, the places where a range may end (R3), and the recent bodies; the journal has the rest. */
import type { Hash } from '../../base/hash.ts'
import { logKeyOf, type Log, type LogKey } from '../../frames/log.ts'
import { emptyHolding, type Holding } from './holding.ts'
import { createRecent } from './recent.ts'

export { countedOf, heldOf, type Holding } from './holding.ts'

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
  /** Adds entries that are known by their ids alone; with them all that was held of the log before is. */
  fill(log: Log, ids: readonly Hash[]): Holding
  /** The text of the first `until` entries is gone. */
  strip(holding: Holding, until: number): void
  /** Forgets a log, as if it had never been held. */
  drop(key: LogKey): void
  /** Lets go of the oldest recent bodies that are durable, down to the bound. */
  trim(): void
  /** The log and seq of an entry. Builds an index at its first use: not every node needs one. */
  locate(id: Hash): { readonly holding: Holding; readonly seq: number } | undefined
  readonly count: { readonly entries: number; readonly logs: number }
}

/** Nothing is held yet; about `recentCharsMax` characters of bodies will be kept in memory. */
export function createHoldings(recentCharsMax: number): Holdings {
  const holdings = new Map<LogKey, Holding>()
  const recent = createRecent(recentCharsMax)
  const index = createIndex(holdings)
  const count = { entries: 0, logs: 0 }

  const open = (log: Log): Holding => {
    const holding = holdings.get(logKeyOf(log)) ?? emptyHolding(log)
    holdings.set(holding.key, holding)
    count.logs = holdings.size
    return holding
  }
  const enter = (holding: Holding, id: Hash): void => {
    index.enter(holding, id)
    holding.ids.push(id)
    count.entries += 1
  }
  const strip = (holding: Holding, until: number): void => {
    holding.bare = Math.max(holding.bare, until)
    if (holding.recentFrom < until) recent.forget(holding)
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
      recent.add(holding, added)
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
    fill(log, ids) {
      const holding = open(log)
      // Not to be located: whoever prunes may name ids of entries that are not its own.
      for (const id of ids) holding.ids.push(id)
      count.entries += ids.length
      holding.ends.push(holding.ids.length)
      strip(holding, holding.ids.length)
      holding.durable = holding.ids.length
      return holding
    },
    strip,
    drop(key) {
      const holding = holdings.get(key)
      if (holding === undefined) return
      holdings.delete(key)
      count.logs = holdings.size
      count.entries -= holding.ids.length
      index.forget()
      recent.drop(holding)
    },
    trim: recent.trim,
    locate: index.find,
  }
}

interface Place {
  readonly holding: Holding
  readonly seq: number
}

/** Where entries are; made at its first use. */
interface Index {
  enter(holding: Holding, id: Hash): void
  /** A log is held no longer. */
  forget(): void
  find(id: Hash): Place | undefined
}

function createIndex(holdings: ReadonlyMap<LogKey, Holding>): Index {
  let index: Map<Hash, Place> | undefined
  return {
    enter: (holding, id) => void index?.set(id, { holding, seq: holding.ids.length }),
    forget() {
      index = undefined
    },
    find(id) {
      index ??= indexOf(holdings.values())
      return index.get(id)
    },
  }
}

function indexOf(holdings: Iterable<Holding>): Map<Hash, Place> {
  const index = new Map<Hash, Place>()
  for (const holding of holdings) {
    for (const [at, id] of holding.ids.slice(holding.bare).entries()) index.set(id, { holding, seq: holding.bare + at })
  }
  return index
}
