/** Arrivals: in which order this node came to hold what it holds, so that a state it was in can be found again by its hash. */
import { createStateVector } from '../../sync/vector.ts'
import type { VectorLine } from '../../sync/message.ts'
import { heldOf, type Holding } from '../core/holdings.ts'
import type { MembershipAsOf } from '../core/members.ts'
import { createMoment } from './moment.ts'

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
  /** The journal is read: so far it was told what is held, from now on what of it counts. */
  started(): void
  /** The vector of the state that is so named; undefined when it is not found among those that this node was in. */
  find(name: StateName): readonly VectorLine[] | undefined
}

/** Nothing has arrived yet. `asOf` tells who belonged, by which is found what counted before a start; null in an open realm. */
export function createArrivals(asOf: MembershipAsOf | null): Arrivals {
  const holdings: Holding[] = []
  const numbers = new Map<Holding, number>()
  let logs = new Uint32Array(ROOM)
  // The count that the log grew to; negative: not its growth, but the proof of two entries at seq -count - 1.
  let counts = new Int32Array(ROOM)
  let size = 0
  let lived = 0

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
    started() {
      lived = size
    },
    find({ state, entries }) {
      const moment = createMoment(holdings, asOf)
      // Few moments hold as many: entries only become more, but where somebody is removed; a proof of equivocation adds none.
      for (let at = 0; ; at += 1) {
        const lines = moment.has(entries) ? moment.lines() : undefined
        if (lines !== undefined && rootOf(holdings, lines) === state) return lines
        if (at === size) return undefined
        if (at === lived) moment.counting()
        moment.take(logs[at] ?? 0, counts[at] ?? 0)
      }
    },
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
