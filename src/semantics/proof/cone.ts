/** Cone: everything that some facts can be proved from: the leaves under them, and every way from the leaves up. */
import { isLeafPart, type Part } from '../store/part.ts'
import { CONCLUDED, LEAF, type Fact, type Facts } from '../store/facts.ts'

/** One rule instance: `head` follows from `body`. */
export interface Proof {
  readonly head: Fact
  readonly body: readonly Part[]
}

/** What lies under some facts. */
export interface Cone {
  /** Facts said directly, and leaves that stand for themselves, each once. */
  readonly leaves: readonly Part[]
  readonly proofs: readonly Proof[]
}

/** Where proofs come from. */
export interface Provable {
  proofsOf(fact: Fact): readonly (readonly Part[])[]
}

/** The cone under `tops`. Facts that no rule ever concluded are not searched. */
export function coneUnder(tops: Iterable<Part>, facts: Facts, { proofsOf }: Provable): Cone {
  const [leaves, proofs]: [Part[], Proof[]] = [[], []]
  const seen = new Set<Part>(tops)
  for (const head of seen) {
    if (isLeafPart(head) || facts.is(head, LEAF)) leaves.push(head)
    if (isLeafPart(head) || !facts.is(head, CONCLUDED)) continue
    for (const body of proofsOf(head)) {
      proofs.push({ head, body })
      for (const part of body) seen.add(part)
    }
  }
  return { leaves, proofs }
}
