/** Prover: from a fact down to what proves it, and up to what it helps to prove, among the facts that hold. */
import type { Clause } from '../law/clause.ts'
import { FLOODED, HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Pred } from '../store/predicates.ts'
import type { Terms } from '../store/terms.ts'
import type { Budget } from './budget.ts'
import type { Grounds } from './ground.ts'
import type { Join } from './join.ts'
import type { RunnableClauses } from './program.ts'

/** Finds proofs and uses of facts. */
export interface Prover {
  /** The fact that a clause concludes under `binding`, or {@link NO_FACT} where it would speak of something that is no frame. */
  headOf(clause: Clause, binding: Int32Array): Fact
  /** The bodies of every rule instance that proves `fact`. */
  proofsOf(fact: Fact): readonly (readonly Fact[])[]
  /** Hands out the bodies of rule instances that prove `fact`, until `onBody` says that it needs no more. */
  eachProof(fact: Fact, onBody: (body: readonly Fact[]) => boolean): void
  isProvable(fact: Fact): boolean
  /** Hands out the head of every rule instance that `fact` is part of. */
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
  const eachProof = (fact: Fact, onBody: (body: readonly Fact[]) => boolean): void => {
    for (const { body } of grounds.withHead(fact)) if (body.every(holds) && onBody(body)) return
    for (const plan of program.proofs(facts.predOf(fact))) {
      const limit = budget.limitOf(plan.clause)
      if (limit === 'none' || (limit === 'calm' && facts.is(fact, FLOODED))) continue
      let enough = false
      join.run(plan, fact, false, (_, body) => {
        if (!body.includes(fact)) enough = onBody([...new Set(body)])
        return enough
      }, limit === 'calm' ? FLOODED : 0)
      if (enough) return
    }
  }
  return {
    headOf,
    eachProof,
    proofsOf(fact) {
      const proofs: (readonly Fact[])[] = []
      eachProof(fact, (body) => proofs.push(body) === 0)
      return proofs
    },
    isProvable(fact) {
      let found = false
      eachProof(fact, () => (found = true))
      return found
    },
    uses(fact, onHead) {
      for (const plan of program.triggers(facts.predOf(fact))) {
        if (plan.clause.head === null || budget.limitOf(plan.clause) === 'none') continue
        const heads: Fact[] = []
        join.run(plan, fact, false, (binding) => void heads.push(headOf(plan.clause, binding)))
        for (const head of heads) if (head !== NO_FACT) onHead(head)
      }
      for (const { head, body } of grounds.withBody(fact)) if (body.every(holds)) onHead(head)
    },
  }
}
