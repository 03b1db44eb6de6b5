/** Taker: makes one fact hold, and draws what follows from it together with what holds already. */
import { closesPaths, type Clause } from '../law/clause.ts'
import { CONCLUDED, EDGE, HOLDS, LEAF, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import { partHolds } from '../store/part.ts'
import { opposite, type Pred } from '../store/predicates.ts'
import type { Budget } from './budget.ts'
import type { ChangeLog } from './changes.ts'
import type { Crowds } from './crowd.ts'
import type { Edges } from './edges.ts'
import { NEGATION, type Firings } from './firing.ts'
import type { Grounds } from './ground.ts'
import type { Join, OnMatch } from './join.ts'
import type { RunnableClauses } from './program.ts'
import type { Prover } from './prover.ts'
import type { Queue } from './queue.ts'
import type { Tangles } from './tangles.ts'

/** Takes facts in. */
export interface Taker {
  take(fact: Fact): void
  /** Draws what follows when a fact that holds already is said directly too. */
  retake(fact: Fact): void
  /** A fact that holds as a path is an edge too from now on. */
  bridge(fact: Fact): void
  /** Marks `head` as concluded, by a path of its slot or otherwise, and has it wait until it is taken in. */
  conclude(head: Fact, byPath: boolean): void
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
  readonly edges: Edges
  readonly tangles: Tangles
  readonly watched: Pred
  readonly sameAs: Pred
}

/** A taker over the parts of a closure. */
export function createTaker(parts: TakerParts): Taker {
  const { facts, program, join, firings, grounds, budget, prover, crowds, queue, watched, sameAs, changes, edges, tangles } = parts

  const conclude = (head: Fact, byPath: boolean): void => {
    const isHeld = facts.is(head, HOLDS)
    facts.mark(head, isHeld || byPath ? CONCLUDED : CONCLUDED | EDGE)
    if (!isHeld) return queue.waiting.push(head)
    changes.fact(head)
    if (!byPath && !facts.is(head, EDGE)) queue.bridges.push(head)
  }
  const fire = (clause: Clause, body: Iterable<Fact>): void => {
    const firing = firings.add(clause, body)
    if (firing !== undefined) changes.firing(firing)
  }
  const meet: OnMatch = (binding, body, clause) => {
    budget.spend(clause)
    if (clause.head === null) return fire(clause, body)
    const head = prover.headOf(clause, binding)
    if (head !== NO_FACT && !body.includes(head)) conclude(head, closesPaths(clause))
  }
  const concludeFrom = (fact: Fact): void => {
    for (const { head, body } of grounds.withBody(fact)) if (body.every((part) => partHolds(part, facts))) conclude(head, false)
  }
  const enter = (edge: Fact): void => {
    edges.link(edge)
    tangles.add(edge)
  }
  /** Runs what a new fact starts; of a fact that only became an edge, what edges start: with itself too, as it could not before. */
  const draw = (fact: Fact, bridged: boolean): void => {
    for (const plan of program.triggers(facts.predOf(fact))) {
      const { clause, entry } = plan
      const isEntry = bridged ? entry?.edge === true : entry?.edge !== true || facts.is(fact, EDGE)
      if (isEntry && budget.allows(clause)) join.run(plan, fact, !bridged, meet)
    }
  }
  const meetOpposite = (fact: Fact, pred: Pred): void => {
    if (facts.firstOf(pred) === NO_FACT) return
    const counter = facts.find(pred, facts.aOf(fact), facts.bOf(fact))
    if (counter !== NO_FACT && facts.is(counter, HOLDS)) fire(NEGATION, [fact, counter])
  }
  return {
    conclude,
    retake(fact) {
      changes.fact(fact)
      if (!facts.is(fact, EDGE)) queue.bridges.push(fact)
      concludeFrom(fact)
    },
    bridge(fact) {
      if (facts.is(fact, EDGE)) return
      facts.mark(fact, EDGE)
      enter(fact)
      draw(fact, true)
    },
    take(fact) {
      if (facts.is(fact, HOLDS)) return
      facts.mark(fact, facts.is(fact, LEAF) ? HOLDS | EDGE : HOLDS)
      if (facts.is(fact, EDGE)) enter(fact)
      const pred = facts.predOf(fact)
      if (pred === watched) queue.flipped.push(fact)
      meetOpposite(fact, opposite(pred))
      draw(fact, false)
      concludeFrom(fact)
      crowds.meet(fact)
      if (pred >> 1 === sameAs >> 1) changes.equality()
    },
  }
}
