/** Taker: makes one fact hold, and draws what follows from it together with what holds already. */
import type { Clause } from '../law/clause.ts'
import { CONCLUDED, HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import { partHolds } from '../store/part.ts'
import { opposite, type Pred } from '../store/predicates.ts'
import type { Budget } from './budget.ts'
import type { ChangeLog } from './changes.ts'
import type { Crowds } from './crowd.ts'
import { NEGATION, type Firings } from './firing.ts'
import type { Grounds } from './ground.ts'
import type { Join } from './join.ts'
import type { RunnableClauses } from './program.ts'
import type { Prover } from './prover.ts'
import type { Queue } from './queue.ts'

/** Takes facts in. */
export interface Taker {
  take(fact: Fact): void
  /** Draws what follows when a fact that holds already is said directly too. */
  retake(fact: Fact): void
  /** Marks `head` as concluded, and has it wait until it is taken in. */
  conclude(head: Fact): void
}

/** What taking a fact in touches. */
export interface TakerParts {
  readonly facts: Facts
  readonly program: RunnableClauses
  readonly join: Join
  readonly firings: Firings
  readonly grounds: Grounds
  readonly budget: Budget
  readonly prover: Prover
  readonly crowds: Crowds
  readonly queue: Queue
  readonly changes: ChangeLog
  readonly watched: Pred
  readonly sameAs: Pred
}

/** A taker over the parts of a closure. */
export function createTaker(parts: TakerParts): Taker {
  const { facts, program, join, firings, grounds, budget, prover, crowds, queue, watched, sameAs, changes } = parts

  const conclude = (head: Fact): void => {
    facts.mark(head, CONCLUDED)
    if (facts.is(head, HOLDS)) changes.fact(head)
    else queue.waiting.push(head)
  }
  const fire = (clause: Clause, body: Iterable<Fact>): void => {
    const firing = firings.add(clause, body)
    if (firing !== undefined) changes.firing(firing)
  }
  const meet = (clause: Clause, binding: Int32Array, body: Int32Array): void => {
    budget.spend(clause)
    if (clause.head === null) return fire(clause, body)
    const head = prover.headOf(clause, binding)
    if (head !== NO_FACT && !body.includes(head)) conclude(head)
  }
  const concludeFrom = (fact: Fact): void => {
    for (const { head, body } of grounds.withBody(fact)) if (body.every((part) => partHolds(part, facts))) conclude(head)
  }
  return {
    conclude,
    retake(fact) {
      changes.fact(fact)
      concludeFrom(fact)
    },
    take(fact) {
      if (facts.is(fact, HOLDS)) return
      facts.mark(fact, HOLDS)
      const pred = facts.predOf(fact)
      if (pred === watched) queue.flipped.push(fact)
      const counter = facts.find(opposite(pred), facts.aOf(fact), facts.bOf(fact))
      if (counter !== NO_FACT && facts.is(counter, HOLDS)) fire(NEGATION, [fact, counter])
      for (const plan of program.triggers(pred)) {
        const { clause } = plan
        if (budget.allows(clause)) join.run(plan, fact, true, (binding, body) => meet(clause, binding, body))
      }
      concludeFrom(fact)
      crowds.meet(fact)
      if (pred >> 1 === sameAs >> 1) changes.equality()
    },
  }
}
