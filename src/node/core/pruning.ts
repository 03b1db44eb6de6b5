/**
 * Pruning: what its author pruned counts as taken back, whoever still has its text; and who has none holds the log all the same, by the
 * ids that the author signed in place of the chain (R23). All of it follows from the prunes that count, and goes again when they do.
 */
import type { Hash } from '../../base/hash.ts'
import type { Link } from '../../frames/chain.ts'
import type { Log, LogKey } from '../../frames/log.ts'
import type { Engine } from '../../semantics/engine.ts'
import { createGraves, type Grave } from './graves.ts'
import type { Holding, Holdings } from './holdings.ts'
import { LOGS_MAX } from './limits.ts'
import type { Members } from './members.ts'

/** What pruning works with. */
export interface PruningParts {
  readonly holdings: Holdings
  readonly engine: Engine
  readonly members: Members
  /** `holding` became longer, by ids alone; or it is no longer forked. */
  onFilled(holding: Holding): void
  /** All that is held of `holding` is pruned. */
  onPruned(holding: Holding): void
  /** The author of `holding` signed two ids for seq `at`: by a prune and an entry, or by two prunes (R5). */
  onForked(holding: Holding, at: number): void
  /** `holding` is held no longer: its text is gone, and the prune that stood in for it counts no more. */
  onLost(holding: Holding): void
  /** After `onLost`: what of the log is still pruned is held again. */
  onReopened(key: LogKey): void
}

/** What was pruned. */
export interface Pruning {
  /** Entries of a log of `prunes` are held; what they name counts once {@link Pruning.renew} is asked. */
  note(log: Log, links: readonly Link[]): void
  /** The journal proves that a log of prunes is forked at `at`: known before anything is made of what it says. */
  forked(key: LogKey, at: number): void
  /** Brings everything up to the prunes that count now. Whether an author is found to have signed two ids for one place, or no more. */
  renew(): boolean
  /** Entries of `holding` came with their text. Answers as `renew`. */
  grown(holding: Holding): boolean
  /** Whether the entry at `seq` of a log is pruned. */
  isPruned(key: LogKey, seq: number): boolean
  /** How many entries of a log are pruned from the first on. */
  reach(key: LogKey): number
  /** Every log of which something is pruned. */
  all(): Iterable<LogKey>
}

/** Nothing is pruned yet. */
export function createPruning(parts: PruningParts): Pruning {
  const { holdings, engine, members } = parts
  const graves = createGraves()
  const forks = new Map<LogKey, number>()
  const countOf = (key: LogKey): number => {
    const holding = holdings.get(key)
    // What follows a fork differs from node to node.
    return holding === undefined ? 0 : Math.min(holding.counted, holding.forkedAt ?? Infinity, forks.get(key) ?? Infinity)
  }
  /** Logs that were held by their ids: should their text come again, it counts. */
  const lost = new Set<LogKey>()
  const lose = (holding: Holding): void => {
    lost.add(holding.key)
    holdings.drop(holding.key)
    parts.onLost(holding)
  }
  const fill = (grave: Grave, held: Holding | undefined): Holding | undefined => {
    const from = held?.ids.length ?? 0
    if (grave.reach <= from || (held === undefined && holdings.count.logs >= LOGS_MAX)) return held
    const holding = holdings.fill(grave.log, grave.ids.slice(from, grave.reach) as Hash[])
    holding.counted = members.countOf(holding)
    parts.onFilled(holding)
    return holding
  }
  const dispute = createDispute(parts)
  const settle = (key: LogKey): boolean => {
    const before = holdings.get(key)
    if (before === undefined || isCovered(before, graves.of(key))) return settleAs(key, before)
    lose(before)
    const isNews = settleAs(key, undefined)
    parts.onReopened(key)
    return isNews || before.forkedAt !== null
  }
  const settleAs = (key: LogKey, held: Holding | undefined): boolean => {
    const grave = graves.of(key)
    let holding = held
    if (grave !== undefined && (holding === undefined || mismatchIn(holding, grave) === null)) holding = fill(grave, holding)
    if (holding === undefined) return false
    const { ids, bare, counted } = holding
    // Without text an id is only its author's word: it may be that of somebody else's entry.
    const isNamed = (id: Hash, at: number): boolean => grave?.ids[bare + at] === id
    if (grave !== undefined && grave.reach >= ids.length) parts.onPruned(holding)
    engine.discount(ids.slice(bare).filter(isNamed))
    engine.recount(ids.slice(bare, counted).filter((id, at) => !isNamed(id, at)))
    return dispute(holding, grave === undefined ? null : lowest(mismatchIn(holding, grave), within(grave.clash, ids.length)))
  }
  return {
    note: (log, links) => graves.note(log, links),
    forked: (key, at) => void forks.set(key, Math.min(at, forks.get(key) ?? Infinity)),
    renew() {
      const touched = [...graves.books()].flatMap((key) => [...graves.count(key, countOf(key))])
      return [...new Set(touched)].map(settle).includes(true)
    },
    grown: ({ key }) => (graves.of(key) !== undefined || lost.has(key)) && settle(key),
    isPruned: (key, seq) => graves.of(key)?.ids[seq] !== undefined,
    reach: (key) => graves.of(key)?.reach ?? 0,
    all: graves.all,
  }
}

/** Tells whether that an author signed two ids for seq `at` of a log (null: for none) is news, or no longer so. */
function createDispute({ onFilled, onForked }: PruningParts): (holding: Holding, at: number | null) => boolean {
  /** Where logs are taken to be forked for no other reason than what is named of them. */
  const clashes = new Map<LogKey, number>()
  return (holding, at) => {
    const { key, forkedAt } = holding
    if (at !== null && (forkedAt === null || at < forkedAt)) {
      clashes.set(key, at)
      holding.forkedAt = at
      onForked(holding, at)
      return true
    }
    const before = clashes.get(key)
    if (before === undefined || before === at) return false
    if (at === null) clashes.delete(key)
    else clashes.set(key, at)
    if (forkedAt !== before) return false
    // Where two entries prove it, too, peers that hold the other branch show it anew.
    holding.forkedAt = at
    onFilled(holding)
    return true
  }
}

/** Whether every entry held by its id alone is named still. */
function isCovered({ bare, ids }: Holding, grave: Grave | undefined): boolean {
  if (bare === 0) return true
  if (grave === undefined || grave.reach < bare) return false
  // Where two ids are named for one place, either may be held: the log is forked there.
  return grave.clash !== null || grave.ids.slice(0, bare).every((id, seq) => ids.is(seq, id ?? null))
}

/** The lowest seq at which another entry is held than is named. */
function mismatchIn({ ids }: Holding, grave: Grave): number | null {
  for (const [seq, id] of grave.ids.entries()) {
    if (seq >= ids.length) return null
    if (id !== undefined && !ids.is(seq, id)) return seq
  }
  return null
}

function within(seq: number | null, length: number): number | null {
  return seq !== null && seq < length ? seq : null
}

function lowest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b)
}
