/**
 * Edges: the facts of transitive slots that hold by more than transitivity, chained by both ends apart from all that follows from them,
 * so that a path grows without looking at every other path. An edge that went stays in its chains: its mark tells.
 */
import { createSheet, type Sheet } from '../store/rows.ts'
import { NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Pred } from '../store/predicates.ts'
import type { Term } from '../store/terms.ts'

/** Chains of edges. */
export interface Edges {
  /** From now on keeps chains for the slots `preds` too. True where some are new: what holds of them must be linked anew. */
  keep(preds: ReadonlySet<Pred>): boolean
  /** Puts a fact of one of the slots into its chains; others do not matter. */
  link(fact: Fact): void
  firstByA(pred: Pred, a: Term): Fact
  nextByA(fact: Fact): Fact
  firstByB(pred: Pred, b: Term): Fact
  nextByB(fact: Fact): Fact
}

const UNLINKED = NO_FACT - 1

/** Chains of edges of the slots `preds`, empty. */
export function createEdges(facts: Facts, preds: ReadonlySet<Pred>): Edges {
  const heads = (): Map<Pred, Sheet> => new Map([...preds].map((pred) => [pred, createSheet(NO_FACT)]))
  const [byA, byB, nextA, nextB] = [heads(), heads(), createSheet(UNLINKED), createSheet(UNLINKED)]
  return {
    keep(wanted) {
      const fresh = [...wanted].filter((pred) => !byA.has(pred))
      for (const pred of fresh) for (const chains of [byA, byB]) chains.set(pred, createSheet(NO_FACT))
      return fresh.length > 0
    },
    link(fact) {
      const [a, b] = [byA.get(facts.predOf(fact)), byB.get(facts.predOf(fact))]
      if (a === undefined || b === undefined || nextA.get(fact) !== UNLINKED) return
      nextA.set(fact, a.get(facts.aOf(fact)))
      a.set(facts.aOf(fact), fact)
      nextB.set(fact, b.get(facts.bOf(fact)))
      b.set(facts.bOf(fact), fact)
    },
    firstByA: (pred, a) => byA.get(pred)?.get(a) ?? NO_FACT,
    nextByA: nextA.get,
    firstByB: (pred, b) => byB.get(pred)?.get(b) ?? NO_FACT,
    nextByB: nextB.get,
  }
}
