/** Reach: what some facts have in common with disputed or bounded leaves, and how strong the rest is; all in one pass over their cone. */
import type { Fact, Facts } from '../store/facts.ts'
import { factIn, type Part } from '../store/part.ts'
import { coneUnder, type Cone, type Proof, type Provable } from './cone.ts'
import type { Environment, Order } from './environment.ts'
import { createHeap } from './heap.ts'
import { labelsOf, usesIn, type Labels } from './labels.ts'

/** What is known of every fact in a cone. */
export interface Reach {
  has(fact: Fact): boolean
  /** Environments by marked leaves alone; what rests on no marked leaf is proved by nothing, the empty environment. */
  readonly labels: Labels
  /** The best proof's weakest leaf. */
  strength(fact: Fact): number
}

/** What a reach is made with. */
export interface ReachParts {
  readonly facts: Facts
  readonly closure: Provable
  readonly order: Order
  /** Leaves that may not stand always and in every fork. */
  isMarked(leaf: Fact): boolean
  weight(leaf: Fact): number
}

/** The reach of `tops` and everything under them. */
export function reachOf(tops: Iterable<Fact>, { facts, closure, order, isMarked, weight }: ReachParts): Reach {
  const cone = coneUnder(tops, facts, closure)
  const marked = markedIn(cone, isMarked)
  const strengths = strengthsIn(cone, weight)
  const given: Environment = []
  const labels = labelsOf(
    {
      leaves: cone.leaves.filter((leaf) => isMarked(factIn(leaf))),
      proofs: cone.proofs.flatMap((proof) => withoutUnmarked(proof, marked)),
    },
    order,
  )
  return {
    has: (fact) => strengths.has(fact),
    labels: { of: (fact) => (marked.has(fact) ? labels.of(fact) : [given]), isComplete: labels.isComplete },
    strength(fact) {
      const strength = strengths.get(fact) ?? 0
      return strength === BY_LAW ? 0 : strength
    },
  }
}

/** Facts that some proof takes up from a marked leaf and that no unmarked leaf says by itself. */
function markedIn({ leaves, proofs }: Cone, isMarked: (leaf: Fact) => boolean): ReadonlySet<Part> {
  const sure = new Set<Part>(leaves.filter((leaf) => !isMarked(factIn(leaf))))
  const missing = new Map(proofs.map((proof) => [proof, new Set(proof.body).size]))
  const uses = usesIn(proofs)
  for (const { head, body } of proofs) if (body.length === 0) sure.add(head)
  for (const fact of sure) {
    for (const proof of uses.get(fact) ?? []) {
      const left = (missing.get(proof) ?? 0) - 1
      missing.set(proof, left)
      if (left === 0) sure.add(proof.head)
    }
  }
  return new Set([...leaves, ...proofs.map(({ head }) => head)].filter((fact) => !sure.has(fact)))
}

/** A proof of a marked fact, as far as it rests on marked ones; proofs of others are not needed. */
function withoutUnmarked({ head, body }: Proof, marked: ReadonlySet<Part>): Proof[] {
  return marked.has(head) ? [{ head, body: body.filter((fact) => marked.has(fact)) }] : []
}

/** What the law says by itself weakens nothing that follows from it, and weighs nothing where nobody says it. */
const BY_LAW = Infinity

/** Widest paths: the strongest facts first, each as strong as its best proof. */
function strengthsIn({ leaves, proofs }: Cone, weight: (leaf: Fact) => number): ReadonlyMap<Part, number> {
  const strengths = new Map<Part, number>()
  const uses = usesIn(proofs)
  const missing = new Map(proofs.map((proof) => [proof, new Set(proof.body).size]))
  const waiting = createHeap<{ fact: Part; strength: number }>((a, b) => (a.strength === b.strength ? 0 : b.strength - a.strength))
  for (const leaf of leaves) waiting.push({ fact: leaf, strength: weight(factIn(leaf)) })
  for (const { head, body } of proofs) if (body.length === 0) waiting.push({ fact: head, strength: BY_LAW })
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { fact, strength } = next
    if (strengths.has(fact)) continue
    strengths.set(fact, strength)
    for (const proof of uses.get(fact) ?? []) {
      const left = (missing.get(proof) ?? 0) - 1
      missing.set(proof, left)
      if (left === 0) waiting.push({ fact: proof.head, strength })
    }
  }
  return strengths
}
