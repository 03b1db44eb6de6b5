/** Graves: of which logs which entries are named by prunes that count. Pure bookkeeping: what follows from it is `pruning.ts`'s. */
import type { Hash } from '../../base/hash.ts'
import { createHashes, type Hashes } from '../../base/hashes.ts'
import type { Link } from '../../frames/chain.ts'
import { logKeyOf, type Log, type LogKey } from '../../frames/log.ts'
import { prunedLogOf } from '../../frames/prune.ts'
import { saidIn } from '../../frames/said.ts'

/** Consecutive entries that one prune names. */
interface Named {
  readonly log: Log
  readonly from: number
  readonly ids: Hashes
}

/** What is named of one log. */
export interface Grave {
  readonly log: Log
  /** Ids by seq; of several names of one place the smallest. A place that nothing names is empty. */
  readonly ids: readonly (Hash | undefined)[]
  /** How many entries from the first on are named, without a gap. */
  readonly reach: number
  /** Lowest seq that is named by two ids; null: none. */
  readonly clash: number | null
}

/** The graves of a realm. */
export interface Graves {
  /** Takes note of entries of a log of `prunes`; they count only up to what `count` says. */
  note(log: Log, links: readonly Link[]): void
  /** The first `count` entries of a log of `prunes` count from now on. Returns the logs of which other entries are named than before. */
  count(key: LogKey, count: number): ReadonlySet<LogKey>
  of(key: LogKey): Grave | undefined
  /** The logs of prunes noted so far. */
  books(): Iterable<LogKey>
  /** All logs of which something is named. */
  all(): Iterable<LogKey>
}

/** A log of prunes as noted: what each entry names, and how many entries count. */
interface Book {
  readonly entries: (readonly Named[])[]
  counted: number
}

/** Nothing is named yet. */
export function createGraves(): Graves {
  const books = new Map<LogKey, Book>()
  const named = new Map<LogKey, Set<Named>>()
  // The one asked for last: as texts the ids of all would take much room.
  let made: { readonly key: LogKey; readonly grave: Grave } | undefined
  const bookOf = (key: LogKey): Book => {
    const book = books.get(key) ?? { entries: [], counted: 0 }
    books.set(key, book)
    return book
  }
  return {
    note(log, links) {
      const { entries } = bookOf(logKeyOf(log))
      for (const link of links) if (link.seq === entries.length) entries.push(namedIn(log, link))
    },
    count(key, count) {
      const book = books.get(key)
      if (book === undefined) return new Set()
      const until = Math.min(count, book.entries.length)
      const moved = book.entries.slice(Math.min(until, book.counted), Math.max(until, book.counted)).flat()
      const touched = new Set<LogKey>()
      for (const one of moved) {
        const target = logKeyOf(one.log)
        const held = named.get(target) ?? new Set<Named>()
        if (until > book.counted) held.add(one)
        else held.delete(one)
        if (held.size > 0) named.set(target, held)
        else named.delete(target)
        touched.add(target)
      }
      book.counted = until
      if (touched.size > 0) made = undefined
      return touched
    },
    of(key) {
      const held = named.get(key)
      if (held === undefined) return undefined
      if (made?.key !== key) made = { key, grave: graveOf([...held]) }
      return made.grave
    },
    books: () => books.keys(),
    all: () => named.keys(),
  }
}

function namedIn(log: Log, link: Link): readonly Named[] {
  return saidIn(log, link).flatMap(({ item }) => {
    if (item.k !== 'prune') return []
    const ids = createHashes(item.ids.length)
    for (const id of item.ids) ids.push(id)
    return [{ log: prunedLogOf(log, item), from: item.from, ids }]
  })
}

function graveOf(named: readonly Named[]): Grave {
  const ids: (Hash | undefined)[] = []
  let clash: number | null = null
  for (const { from, ids: own } of named) {
    for (const [at, id] of own.slice(0).entries()) {
      const seq = from + at
      const other = ids[seq]
      if (other !== undefined && other !== id) clash = Math.min(seq, clash ?? seq)
      if (other === undefined || id < other) ids[seq] = id
    }
  }
  const gap = ids.findIndex((id) => id === undefined)
  const [first] = named
  return { log: (first as Named).log, ids, reach: gap === -1 ? ids.length : gap, clash }
}
