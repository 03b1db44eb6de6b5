/** Arrivals: in which order this node came to hold what it holds, so that a state it was in can be found again by its hash. */
import { createStateVector } from '../../sync/vector.ts'
import type { VectorLine } from '../../sync/message.ts'
import { heldOf, type Holding } from '../core/holdings.ts'

/** Arrivals that the first table has room for; it doubles when it is full. */
const ROOM = 1_024

/** What a certificate says of a state: the root of its vector, and how many entries it holds. */
export interface StateName {
  readonly state: string
  readonly entries: number
}

/** The order in which logs grew. Eight bytes an arrival. */
export interface Arrivals {
  /** `holding` grew, or what of it counts changed, to what it is now. */
  grown(holding: Holding): void
  /** `holding` is no longer held. */
  dropped(holding: Holding): void
  /** The author of `holding` is proven to have signed seq `at` twice. */
  forked(holding: Holding, at: number): void
  /** The vector of the state that is so named; undefined when this node was never in it. */
  find(name: StateName): readonly VectorLine[] | undefined
}

/** Nothing has arrived yet. */
export function createArrivals(): Arrivals {
  const holdings: Holding[] = []
  const numbers = new Map<Holding, number>()
  let logs = new Uint32Array(ROOM)
  // The count that the log grew to; negative: not its growth, but the proof of two entries at seq -count - 1.
  let counts = new Int32Array(ROOM)
  let size = 0

  const numberOf = (holding: Holding): number => {
    const known = numbers.get(holding)
    if (known !== undefined) return known
    numbers.set(holding, holdings.length)
    return holdings.push(holding) - 1
  }
  const note = (holding: Holding, count: number): void => {
    if (size === logs.length) {
      const [larger, more] = [new Uint32Array(size * 2), new Int32Array(size * 2)]
      larger.set(logs)
      more.set(counts)
      ;[logs, counts] = [larger, more]
    }
    logs[size] = numberOf(holding)
    counts[size] = count
    size += 1
  }
  return {
    grown: (holding) => note(holding, holding.counted),
    dropped: (holding) => note(holding, 0),
    forked: (holding, at) => note(holding, -at - 1),
    find({ state, entries }) {
      const moment = createMoment(holdings)
      // Few moments hold as many: entries only become more, but where somebody is removed; a proof of equivocation adds none.
      for (let at = 0; ; at += 1) {
        const lines = moment.entries() === entries ? moment.lines() : undefined
        if (lines !== undefined && rootOf(holdings, lines) === state) return lines
        if (at === size) return undefined
        moment.take(logs[at] ?? 0, counts[at] ?? 0)
      }
    },
  }
}

/** A state under way: how much of each log was held. */
interface Moment {
  take(log: number, count: number): void
  entries(): number
  lines(): readonly VectorLine[]
}

function createMoment(holdings: readonly Holding[]): Moment {
  const counts = new Int32Array(holdings.length)
  const forks = new Map<number, number>()
  let entries = 0
  return {
    take(log, count) {
      if (count < 0) forks.set(log, Math.min(-count - 1, forks.get(log) ?? Infinity))
      else {
        entries += count - (counts[log] ?? 0)
        counts[log] = count
      }
    },
    entries: () => entries,
    lines: () =>
      holdings.flatMap(({ key, ids }, log): VectorLine[] => {
        const [count, fork] = [counts[log] ?? 0, forks.get(log)]
        const head = ids.get(count - 1)
        if (head === undefined) return []
        return [fork === undefined ? [key, count, head] : [key, fork, 'forked']]
      }),
  }
}

/** The root of a state vector of these lines. */
function rootOf(holdings: readonly Holding[], lines: readonly VectorLine[]): string {
  const byKey = new Map(holdings.map((holding) => [holding.key, holding]))
  const vector = createStateVector()
  for (const [key, count, head] of lines) {
    const holding = byKey.get(key)
    if (holding === undefined) continue
    if (head !== 'forked') vector.set(holding.log, { count, head })
    else {
      // What is held beyond a fork is not compared, only that there is something.
      vector.set(holding.log, { ...heldOf(holding), head: holding.ids.last() ?? null })
      vector.fork(key, count)
    }
  }
  return vector.root()
}
