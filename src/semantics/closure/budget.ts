/**
 * Budget: how many ground instances a predicate may have, and what is cut where it has more (R12). What is cut is a function of what
 * is said, never of the order in which it was: instances are counted completely, from the predicates that rest on no other excess up.
 */
import type { Clause } from '../law/clause.ts'
import type { Pred } from '../store/predicates.ts'
import { basisOf, cutsFor, limitIn, lowest, NO_CUTS, type Cuts, type Excess, type Limit } from './cuts.ts'
import { graphOf, type Graph } from './graph.ts'

/** Firings of one denial that are kept: each is an object with its index, not a number in a column. */
export const FIRINGS_MAX = 100_000

/** Names the author who says more of some predicates than all others together; undefined where there is none. */
export type FloodIn = (preds: ReadonlySet<Pred>) => string | undefined

/** How many instances a law may still have. */
export interface Budget {
  /** Counts one more instance of `clause`. False past the limit: what rests on it is not run on until that is decided. */
  spend(clause: Clause): boolean
  /** What of `clause` may run; undefined: all of it. */
  limitOf(clause: Clause): Limit | undefined
  /** Whether something exceeded its budget and {@link Budget.decide} is to tell what is cut for it. */
  isOver(): boolean
  /** Cuts what exceeded; everything must then be drawn again. Counts must be complete. */
  decide(floodIn: FloodIn): void
  /** Whether the floods are those that were found when it was decided. */
  isStillSo(floodIn: FloodIn): boolean
  /** Authors of whom a part is cut. */
  floods(): ReadonlySet<string>
  cuts(): Cuts
  /** Whether anything is cut. */
  isCut(): boolean
  /** Facts fell and rose again, so instances may have been counted twice. */
  blur(): void
  isBlurred(): boolean
  /** Forgets the counts; cuts stay. */
  restart(): void
  /** Forgets the cuts too. */
  reset(): void
  /** Counts for these clauses from now on, up to `perRule`; {@link Budget.reset} where it is another. */
  adopt(clauses: readonly Clause[], perRule: number): void
}

/** Why and how something is cut. */
interface Decision {
  /** Only what floods add to it, or all of it. */
  readonly limit: Limit
  /** The flood that was found when it first exceeded; absent where that did not matter. */
  readonly found?: string | undefined
}

/** The budget of some clauses, so many instances a predicate. */
export function createBudget(firstClauses: readonly Clause[], firstPerRule: number): Budget {
  let [clauses, perRule]: [readonly Clause[], number] = [firstClauses, firstPerRule]
  let graph: Graph | undefined
  let [cuts, blurred] = [NO_CUTS, false]
  const counts = new Map<Excess, number>()
  const [decided, over] = [new Map<Excess, Decision>(), new Set<Excess>()]
  let floods: ReadonlySet<string> = new Set()

  const graphNow = (): Graph => (graph ??= graphOf(clauses))
  const recut = (): void => {
    const limited = (limit: Limit): Excess[] => [...decided].flatMap(([excess, by]) => (by.limit === limit ? [excess] : []))
    floods = new Set([...decided.values()].flatMap(({ limit, found }) => (limit === 'calm' ? (found ?? []) : [])))
    cuts =
      decided.size + over.size === 0
        ? NO_CUTS
        : cutsFor(clauses, { whole: [...limited('none'), ...over], calm: limited('calm') }, graphNow())
  }
  /** What exceeds even without floods is cut whole. */
  const decisionOn = (excess: Excess, floodIn: FloodIn): Decision => {
    if (limitIn(cuts, excess) === 'calm') return { ...decided.get(excess), limit: 'none' }
    const found = floodIn(basisOf(excess, graphNow()))
    return { limit: found === undefined ? 'none' : 'calm', found }
  }
  const restart = (): void => {
    blurred = false
    counts.clear()
    over.clear()
  }
  return {
    spend(clause) {
      const key = clause.head?.pred ?? clause
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      if (count <= (clause.head === null ? Math.min(perRule, FIRINGS_MAX) : perRule)) return true
      over.add(key)
      recut()
      return false
    },
    limitOf: (clause) => (cuts.limits.size === 0 ? undefined : cuts.limits.get(clause)),
    isOver: () => over.size > 0,
    decide(floodIn) {
      const exceeding = lowest([...over], graphNow())
      over.clear()
      recut()
      for (const [excess, decision] of exceeding.map((one) => [one, decisionOn(one, floodIn)] as const))
        decided.set(excess, decision)
      recut()
    },
    isStillSo: (floodIn) =>
      [...decided].every(
        ([excess, decision]) => !('found' in decision) || floodIn(basisOf(excess, graphNow())) === decision.found,
      ),
    floods: () => floods,
    cuts: () => cuts,
    isCut: () => decided.size > 0,
    blur: () => void (blurred = true),
    isBlurred: () => blurred,
    restart,
    reset() {
      decided.clear()
      restart()
      recut()
    },
    adopt(nextClauses, nextPerRule) {
      ;[clauses, perRule, graph] = [nextClauses, nextPerRule, undefined]
    },
  }
}
