/** Prover: from a fact down to what proves it, and up to what it helps to prove, among the facts that hold. */
import { closesPaths, type Clause } from '../law/clause.ts'
import { FLOODED, HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Pred } from '../store/predicates.ts'
import { factIn, isLeafPart, partHolds, type Part } from '../store/part.ts'
import type { Terms } from '../store/terms.ts'
import type { Budget } from './budget.ts'
import { asEdge, asFact, factOf, isAsEdge, type Footed } from './footed.ts'
import type { Grounds } from './ground.ts'
import type { Join, OnMatch } from './join.ts'
import type { Plan } from './plan.ts'
import type { RunnableClauses } from './program.ts'

/** Finds proofs and uses of facts. */
export interface Prover {
  /** The fact that a clause concludes under `binding`, or {@link NO_FACT} where it would speak of something that is no frame. */
  headOf(clause: Clause, binding: Int32Array): Fact
  /** The bodies of every rule instance that proves `fact`. */
  proofsOf(fact: Fact): readonly (readonly Part[])[]
  /** The clause by which `body` proves `fact`, that of smallest key; undefined where a ground rule does. */
  lawOf(fact: Fact, body: readonly Part[]): Clause | undefined
  /**
   * Hands out what each rule instance that proves `claim` rests on, until `onBody` says that it needs no more; leaves that it needs as
   * leaves are left out, since they are said.
   */
  eachProof(claim: Footed, onBody: (body: readonly Footed[]) => boolean): void
  isProvable(fact: Fact): boolean
  /** Whether paths are made of the edges of this slot. */
  hasPaths(pred: Pred): boolean
  /** Whether more than the transitivity of its slot proves `fact`, saying it aside. */
  isEdge(fact: Fact): boolean
  /** Hands out the head of every rule instance that `fact` is part of, also where its leaf was and is no longer said. */
  uses(fact: Fact, onHead: (head: Fact) => void): void
}

/** What proofs are searched in. */
export interface ProverParts {
  readonly facts: Facts
  readonly terms: Terms
  readonly program: RunnableClauses
  readonly join: Join
  readonly grounds: Grounds
  readonly budget: Budget
  readonly sameAs: Pred
  isSlot(pred: Pred): boolean
}

/** A prover over the facts that hold. */
export function createProver({ facts, terms, program, join, grounds, budget, sameAs, isSlot }: ProverParts): Prover {
  const holds = (fact: Fact): boolean => facts.is(fact, HOLDS)

  const headOf = (clause: Clause, binding: Int32Array): Fact => {
    const { pred } = clause.head!
    const args = join.argsOf(clause.head!, binding)
    if (isSlot(pred) && !terms.isFrame(args[0]!)) return NO_FACT
    if (pred >> 1 === sameAs >> 1 && !terms.isFrame(args[1]!)) return NO_FACT
    return facts.ofArgs(pred, args)
  }
  /** Matches of what concludes `fact`, as far as it may run. */
  const run = (plan: Plan, fact: Fact, onMatch: OnMatch): void => {
    const avoid = avoidedBy(plan, fact, facts, budget)
    if (avoid !== undefined) join.run(plan, fact, false, onMatch, avoid)
  }
  const eachProof = (claim: Footed, onBody: (body: readonly Footed[]) => boolean): void => {
    const fact = factOf(claim)
    for (const { body } of grounds.withHead(fact)) {
      if (!body.every((part) => partHolds(part, facts))) continue
      if (onBody(body.flatMap((part) => (isLeafPart(part) ? [] : [asFact(part)])))) return
    }
    let enough = false
    const onMatch: OnMatch = (_, body, clause) => {
      if (body.includes(fact)) return false
      const parts = Array.from(body, (part, at) => (clause.body[at]!.edge === true ? asEdge(part) : asFact(part)))
      enough = onBody([...new Set(parts)])
      return enough
    }
    for (const plan of program.proofs(facts.predOf(fact)))
      if (!enough && !(isAsEdge(claim) && closesPaths(plan.clause))) run(plan, fact, onMatch)
  }
  const proofsOf = (fact: Fact): readonly (readonly Part[])[] => {
    const proofs: (readonly Part[])[] = []
    const onMatch: OnMatch = (_, body) => void (body.includes(fact) || proofs.push([...new Set(body)]))
    for (const plan of program.proofs(facts.predOf(fact))) run(plan, fact, onMatch)
    for (const { body } of grounds.withHead(fact)) if (body.every((part) => partHolds(part, facts))) proofs.push(body)
    return proofs
  }
  return {
    headOf,
    proofsOf,
    lawOf(fact, body) {
      const wanted = new Set(body)
      let law: Clause | undefined
      for (const plan of program.proofs(facts.predOf(fact))) {
        if (law !== undefined && law.key < plan.clause.key) continue
        run(plan, fact, (_, match) => {
          if (new Set(match).size === wanted.size && match.every((one) => wanted.has(one))) law = plan.clause
        })
      }
      return law
    },
    eachProof,
    hasPaths: (pred) => program.triggers(pred).some(({ entry }) => entry?.edge === true),
    isProvable: (fact) => hasAny(eachProof, asFact(fact)),
    isEdge: (fact) => hasAny(eachProof, asEdge(fact)),
    uses(fact, onHead) {
      for (const plan of program.triggers(facts.predOf(fact))) {
        if (plan.clause.head === null || budget.limitOf(plan.clause) === 'none') continue
        const heads: Fact[] = []
        join.run(plan, fact, false, (binding) => void heads.push(headOf(plan.clause, binding)))
        for (const head of heads) if (head !== NO_FACT) onHead(head)
      }
      for (const { head, body } of grounds.withBody(fact)) if (body.every((part) => holds(factIn(part)))) onHead(head)
    },
  }
}

/** The mark of what `plan` passes over in proving `fact`, 0 for none; undefined where a budget does not let it run. */
export function avoidedBy({ clause }: Plan, fact: Fact, facts: Facts, budget: Budget): number | undefined {
  const limit = budget.limitOf(clause)
  if (limit === 'none' || (limit === 'calm' && facts.is(fact, FLOODED))) return undefined
  return limit === 'calm' ? FLOODED : 0
}

function hasAny(eachProof: Prover['eachProof'], claim: Footed): boolean {
  let found = false
  eachProof(claim, () => (found = true))
  return found
}
