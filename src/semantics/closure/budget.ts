/** Budget: predicates with more ground instances than the policy allows are cut whole, and what depends on them is not judged (R12). */
import { assert } from '../../base/assert.ts'
import type { Clause } from '../law/clause.ts'
import type { Pred } from '../store/predicates.ts'

/** Thrown out of a running join when a predicate or a denial has too many instances; caught by the closure. */
export class Overflow extends Error {
  override readonly name = 'Overflow'
  readonly clause: Clause

  constructor(clause: Clause) {
    super('too many ground instances')
    this.clause = clause
  }
}

/** Firings of one denial that are kept: each is an object with its index, not a number in a column. */
export const FIRINGS_MAX = 100_000

/** How many instances a law may still have. */
export interface Budget {
  /** Counts one more instance of `clause`; throws {@link Overflow} past the limit. */
  spend(clause: Clause): void
  /** Cuts what overflowed; the closure must then start afresh. */
  cut(clause: Clause): void
  /** Whether `clause` may run. */
  allows(clause: Clause): boolean
  /** Predicates of which not everything is known, or whose conflicts are not all known. */
  unsure(pred: Pred): boolean
  /** Whether anything was cut. */
  isCut(): boolean
  /** Facts fell and rose again, so instances may have been counted twice: an overflow must be confirmed by starting afresh. */
  blur(): void
  isBlurred(): boolean
  /** Forgets the counts; cuts stay. */
  restart(): void
  /** Forgets the cuts too. */
  reset(): void
  /** Counts for these clauses from now on, up to `perRule`; {@link Budget.reset} and {@link Budget.restart} where it is another. */
  adopt(clauses: readonly Clause[], perRule: number): void
}

/** The budget of some clauses, so many instances a predicate. */
export function createBudget(firstClauses: readonly Clause[], firstPerRule: number): Budget {
  let [clauses, perRule] = [firstClauses, firstPerRule]
  const counts = new Map<Pred | Clause, number>()
  const [cutPreds, cutClauses, unsurePreds] = [new Set<Pred>(), new Set<Clause>(), new Set<Pred>()]

  let blurred = false

  const spread = (): void => {
    for (const pred of cutPreds) {
      for (const clause of clauses) {
        if (clause.head !== null && clause.body.some((atom) => atom.pred === pred)) cutPreds.add(clause.head.pred)
      }
    }
    for (const clause of clauses) {
      const touched = [...clause.body, ...(clause.head === null ? [] : [clause.head])].some(({ pred }) =>
        cutPreds.has(pred),
      )
      if (touched) cutClauses.add(clause)
    }
    for (const pred of cutPreds) unsurePreds.add(pred)
    for (const { head, body } of cutClauses) if (head === null) for (const { pred } of body) unsurePreds.add(pred)
  }
  return {
    spend(clause) {
      const key = clause.head?.pred ?? clause
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      if (count > (clause.head === null ? Math.min(perRule, FIRINGS_MAX) : perRule)) throw new Overflow(clause)
    },
    cut(clause) {
      assert(!cutClauses.has(clause), 'a clause that is cut does not run')
      if (clause.head === null) cutClauses.add(clause)
      else cutPreds.add(clause.head.pred)
      spread()
    },
    allows: (clause) => cutClauses.size === 0 || !cutClauses.has(clause),
    unsure: (pred) => unsurePreds.has(pred),
    isCut: () => cutClauses.size > 0,
    blur: () => void (blurred = true),
    isBlurred: () => blurred,
    restart() {
      blurred = false
      counts.clear()
    },
    adopt(nextClauses, nextPerRule) {
      ;[clauses, perRule] = [nextClauses, nextPerRule]
    },
    reset() {
      cutPreds.clear()
      cutClauses.clear()
      unsurePreds.clear()
    },
  }
}
