/** Cone: everything that some facts can be proved from: the leaves under them, and every way from the leaves up. */
import { CONCLUDED, LEAF, type Fact, type Facts } from '../store/facts.ts'

/** One rule instance: `head` follows from `body`. */
export interface Proof {
  readonly head: Fact
  readonly body: readonly Fact[]
}

/** What lies under some facts. */
export interface Cone {
  /** Facts said directly, each once. */
  readonly leaves: readonly Fact[]
  readonly proofs: readonly Proof[]
}

/** Where proofs come from. */
export interface Provable {
  proofsOf(fact: Fact): readonly (readonly Fact[])[]
}

/** The cone under `tops`. Facts that no rule ever concluded are not searched. */
export function coneUnder(tops: Iterable<Fact>, facts: Facts, { proofsOf }: Provable): Cone {
  const [leaves, proofs]: [Fact[], Proof[]] = [[], []]
  const seen = new Set(tops)
  for (const head of seen) {
    if (facts.is(head, LEAF)) leaves.push(head)
    if (!facts.is(head, CONCLUDED)) continue
    for (const body of proofsOf(head)) {
      proofs.push({ head, body })
      for (const fact of body) seen.add(fact)
    }
  }
  return { leaves, proofs }
}
