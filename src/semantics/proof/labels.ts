/**
 * Labels: the minimal environments of every fact in a cone, smallest first. They are found in one global order (size, then keys),
 * so that even a list cut short at its limit is a function of the state and not of arrival.
 */
import { factIn, type Part } from '../store/part.ts'
import type { Cone, Proof } from './cone.ts'
import { compare, isWithin, union, unionOf, type Environment, type Order } from './environment.ts'
import { createHeap } from './heap.ts'

/** Environments kept of one fact; a fact with more is known to be incomplete. */
export const ENVIRONMENTS_MAX = 512

/** Environments by fact. */
export interface Labels {
  /** Minimal environments, smallest first. Empty: the fact does not hold. */
  of(fact: Part): readonly Environment[]
  /** Whether {@link Labels.of} is all there are, for this fact and all it rests on. */
  isComplete(fact: Part): boolean
}

interface Candidate {
  readonly part: Part
  readonly environment: Environment
}

/** Environments made in one search; past that only one is looked for of each fact. */
export const ENVIRONMENTS_MADE_MAX = 300_000

/** The labels of every fact in `cone`. */
export function labelsOf(cone: Cone, order: Order): Labels {
  return searchLabels(cone, order, ENVIRONMENTS_MAX, ENVIRONMENTS_MADE_MAX) ?? sparseLabels(cone, order)
}

/** One environment of each fact: small, but not all there are, and none is sure to be the smallest. */
function sparseLabels(cone: Cone, order: Order): Labels {
  const labels = searchLabels(cone, order, 1, Infinity)
  const heads = new Set(cone.proofs.map(({ head }) => head))
  return { of: (fact) => labels?.of(fact) ?? [], isComplete: (fact) => !heads.has(fact) }
}

/** The smaller environment first, then by key; of a fact and its leaf alone the leaf. */
function precede(a: Candidate, b: Candidate, order: Order): number {
  return compare(a.environment, b.environment, order) || order(factIn(a.part), factIn(b.part)) || a.part - b.part
}

function searchLabels(cone: Cone, order: Order, max: number, madeMax: number): Labels | undefined {
  const labels = new Map<Part, Environment[]>()
  const cut = new Set<Part>()
  const usesByFact = usesIn(cone.proofs)
  const waiting = createHeap<Candidate>((a, b) => precede(a, b, order))
  const heads = new Set(cone.proofs.map(({ head }) => head))
  let left = madeMax
  for (const leaf of cone.leaves) {
    if (heads.has(leaf) || usesByFact.has(leaf)) waiting.push({ part: leaf, environment: [factIn(leaf)] })
    else labels.set(leaf, [[factIn(leaf)]])
  }
  for (const { head, body } of cone.proofs) if (body.length === 0) waiting.push({ part: head, environment: [] })

  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { part: fact, environment } = next
    const held = labels.get(fact) ?? []
    if (held.some((known) => isWithin(known, environment))) continue
    if (held.length === max) {
      cut.add(fact)
      continue
    }
    labels.set(fact, [...held, environment])
    for (const proof of usesByFact.get(fact) ?? []) {
      const made = combine(proof, fact, environment, labels, order)
      left -= made.length
      if (left < 0) return undefined
      for (const wider of made) waiting.push({ part: proof.head, environment: wider })
    }
  }
  spread(cut, usesByFact)
  return { of: (fact) => labels.get(fact) ?? [], isComplete: (fact) => !cut.has(fact) }
}

/** The proofs that each fact is part of. */
export function usesIn(proofs: readonly Proof[]): ReadonlyMap<Part, readonly Proof[]> {
  const uses = new Map<Part, Proof[]>()
  for (const proof of proofs) {
    for (const fact of proof.body) {
      const held = uses.get(fact)
      if (held === undefined) uses.set(fact, [proof])
      else held.push(proof)
    }
  }
  return uses
}

/** What the head gains from the new environment of one body fact: its unions with those of the others. */
function combine(
  { body }: Proof,
  fact: Part,
  environment: Environment,
  labels: ReadonlyMap<Part, readonly Environment[]>,
  order: Order,
): Environment[] {
  let made: Environment[] = [environment]
  for (const other of body) {
    if (other === fact) continue
    const theirs = labels.get(other) ?? []
    made = made.flatMap((own) => theirs.map((their) => union(own, their, order)))
    if (made.length === 0) return made
  }
  return made
}

/** What rests on an incomplete label is incomplete too. */
function spread(cut: Set<Part>, uses: ReadonlyMap<Part, readonly Proof[]>): void {
  for (const fact of cut) for (const { head } of uses.get(fact) ?? []) cut.add(head)
}

/** Combinations of environments tried for one list of facts. */
export const COMBINATIONS_MAX = 4_096

/** The minimal unions that take one environment of each fact, smallest first; `all` is false when some were left out. */
export function jointEnvironments(
  facts: readonly Part[],
  labels: Labels,
  order: Order,
): { environments: readonly Environment[]; all: boolean } {
  let all = facts.every(labels.isComplete)
  const proofs = facts.map(labels.of)
  const sure = proofs.filter(({ length }) => length === 1).flat()
  let made: readonly Environment[] = proofs.some(({ length }) => length === 0) ? [] : [unionOf(sure, order)]
  for (const theirs of proofs) {
    if (theirs.length <= 1) continue
    const room = Math.max(1, Math.floor(COMBINATIONS_MAX / Math.max(1, made.length)))
    if (theirs.length > room) all = false
    made = minimal(
      made.flatMap((own) => theirs.slice(0, room).map((their) => union(own, their, order))),
      order,
    )
  }
  return { environments: made, all }
}

/** Those of which none contains another, smallest first. */
export function minimal(environments: readonly Environment[], order: Order): readonly Environment[] {
  const kept: Environment[] = []
  for (const next of [...environments].sort((a, b) => compare(a, b, order)))
    if (!kept.some((held) => isWithin(held, next))) kept.push(next)
  return kept
}
