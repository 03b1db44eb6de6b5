/** Serving: reads a range that a peer lacks, from memory or from the journal, and ends it where its last signature was verified (R3). */
import type { Range } from '../../frames/entry.ts'
import type { LogKey } from '../../frames/log.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Holding, Holdings } from './holdings.ts'
import type { Pruning } from './pruning.ts'
import { MESSAGE_BYTES_MAX } from './limits.ts'

/** What is served from. */
export interface ServingParts {
  readonly holdings: Holdings
  readonly journal: Journal
  readonly self: AuthorKey
  readonly pruning: Pick<Pruning, 'isPruned'>
}

/** Calls `done` with a range of `key` from seq `from` on, of about `charsMax` characters; null when nothing can be served. */
export function serveRange(
  parts: ServingParts,
  wanted: { readonly key: LogKey; readonly from: number; readonly charsMax: number },
  done: (range: Range | null) => void,
): void {
  const holding = parts.holdings.get(wanted.key)
  const { from, charsMax } = wanted
  if (holding === undefined || from < 0 || from >= servableOf(holding, parts.self)) return done(null)
  if (isWithheld(parts, holding, from)) return done(null)
  const finish = (bodies: readonly string[]): Range | null =>
    rangeOf(holding, from, endWithin(holding, from, bodies, { charsMax, until: servableOf(holding, parts.self) }), bodies)
  if (from >= holding.recentFrom) return done(finish(holding.recent.slice(from - holding.recentFrom)))
  const read = (bytesMax: number, otherwise: () => void): void =>
    parts.journal.read(wanted.key, from, bytesMax, (bodies) => {
      const range = bodies.ok ? finish(bodies.value) : null
      if (range === null) otherwise()
      else done(range)
    })
  // A row may be longer than what was asked for, and then has no end inside it: a second reading takes the longest there can be.
  read(charsMax, () => read(MESSAGE_BYTES_MAX, () => done(null)))
}

/**
 * The largest count to end at within `charsMax`; else the first end there is among `bodies`; undefined when there is none. Beyond what
 * counts it goes to the next end at most, and only where what counts ends between two.
 */
function endWithin(
  holding: Holding,
  from: number,
  bodies: readonly string[],
  { charsMax, until }: { readonly charsMax: number; readonly until: number },
): number | undefined {
  let chars = 0
  let fits = 0
  for (const body of bodies) {
    chars += body.length
    if (chars > charsMax) break
    fits += 1
  }
  const first = firstEndAfter(holding.ends, from)
  let end: number | undefined
  for (let at = first; at < holding.ends.length; at += 1) {
    const candidate = holding.ends[at] ?? 0
    if (candidate > from + bodies.length || (end !== undefined && end >= until)) break
    if (end !== undefined && candidate > from + fits) break
    end = candidate
  }
  return end
}

/** Nobody is given what was pruned: its ids are in its author's prunes. But for a fork, which is proven by both texts. */
function isWithheld({ pruning }: ServingParts, { key, bare, forkedAt }: Holding, from: number): boolean {
  return from < bare || (forkedAt === null && pruning.isPruned(key, from))
}

/** What counts; of what this node wrote itself all, since it may count soon. */
function servableOf({ log, ids, counted }: Holding, self: AuthorKey): number {
  return log.author === self ? ids.length : counted
}

/** Index of the first end above `count`. */
function firstEndAfter(ends: readonly number[], count: number): number {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ends[middle] ?? 0) > count) high = middle
    else low = middle + 1
  }
  return low
}

function rangeOf(holding: Holding, from: number, end: number | undefined, bodies: readonly string[]): Range | null {
  if (end === undefined) return null
  return {
    log: holding.log,
    from,
    prev: from === 0 ? null : (holding.ids.get(from - 1) ?? null),
    bodies: bodies.slice(0, end - from),
  }
}
