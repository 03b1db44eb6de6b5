/** Prover: from a fact down to what proves it, and up to what it helps to prove, among the facts that hold. */
import { closesPaths, type Clause } from '../law/clause.ts'
import { HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Pred } from '../store/predicates.ts'
import { factIn, partHolds, type Part } from '../store/part.ts'
import type { Terms } from '../store/terms.ts'
import type { Budget } from './budget.ts'
import type { Grounds } from './ground.ts'
import type { Join } from './join.ts'
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
  isProvable(fact: Fact): boolean
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
  const collect = (fact: Fact, plan: Plan, proofs: (readonly Part[])[]): void => {
    if (!budget.allows(plan.clause)) return
    join.run(plan, fact, false, (_, body) => void (body.includes(fact) || proofs.push([...new Set(body)])))
  }
  const proofsOf = (fact: Fact): readonly (readonly Part[])[] => {
    const proofs: (readonly Part[])[] = []
    for (const plan of program.proofs(facts.predOf(fact))) collect(fact, plan, proofs)
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
        if (!budget.allows(plan.clause) || (law !== undefined && law.key < plan.clause.key)) continue
        join.run(plan, fact, false, (_, match) => {
          if (new Set(match).size === wanted.size && match.every((one) => wanted.has(one))) law = plan.clause
        })
      }
      return law
    },
    isProvable: (fact) => proofsOf(fact).length > 0,
    isEdge(fact) {
      const proofs: (readonly Part[])[] = []
      for (const plan of program.proofs(facts.predOf(fact)))
        if (proofs.length === 0 && !closesPaths(plan.clause)) collect(fact, plan, proofs)
      return (
        proofs.length > 0 ||
        [...grounds.withHead(fact)].some(({ body }) => body.every((part) => partHolds(part, facts)))
      )
    },
    uses(fact, onHead) {
      for (const plan of program.triggers(facts.predOf(fact))) {
        if (plan.clause.head === null || !budget.allows(plan.clause)) continue
        const heads: Fact[] = []
        join.run(plan, fact, false, (binding) => void heads.push(headOf(plan.clause, binding)))
        for (const head of heads) if (head !== NO_FACT) onHead(head)
      }
      for (const { head, body } of grounds.withBody(fact)) if (body.every((part) => holds(factIn(part)))) onHead(head)
    },
  }
}
