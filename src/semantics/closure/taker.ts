/** Taker: makes one fact hold, and draws what follows from it together with what holds already. */
import type { Clause } from '../law/clause.ts'
import { CONCLUDED, EXCEEDS, FLOODED, HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import { opposite, type Pred } from '../store/predicates.ts'
import type { Budget } from './budget.ts'
import type { Crowds } from './crowd.ts'
import { NEGATION, type Firings } from './firing.ts'
import type { Ground, Grounds } from './ground.ts'
import type { Join, OnMatch } from './join.ts'
import { planFromNothing, type Plan } from './plan.ts'
import type { RunnableClauses } from './program.ts'
import type { Prover } from './prover.ts'
import type { Queue } from './queue.ts'

/** Takes facts in. */
export interface Taker {
  /** Makes `fact` hold, without any flood also where it held by one. */
  take(fact: Fact): void
  /** Makes `fact` hold by what a flood says, unless it holds already. */
  takeFlooded(fact: Fact): void
  /** Marks `head` as concluded, and has it wait until it is taken in. */
  conclude(head: Fact): void
  /** Concludes the head of `ground` if its body holds. */
  tie(ground: Ground): void
  /** Draws what follows by a new clause from all that holds. */
  takeClause(clause: Clause): void
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
  readonly watched: Pred
  readonly sameAs: Pred
}

/** A taker over the parts of a closure. */
export function createTaker(parts: TakerParts): Taker {
  const { facts, join, firings, grounds, budget, prover, queue } = parts

  const isFlooded = (fact: Fact): boolean => facts.is(fact, FLOODED)
  const add = (head: Fact, flooded: boolean): void => {
    facts.mark(head, CONCLUDED)
    if (!facts.is(head, HOLDS)) return (flooded ? queue.flooded : queue.waiting).push(head)
    queue.stir()
    if (!flooded && isFlooded(head)) queue.waiting.push(head)
  }
  const draw: OnMatch = (binding, body, clause) => {
    if (clause.head === null) {
      firings.add(clause, body)
      return queue.stir()
    }
    const head = prover.headOf(clause, binding)
    if (head !== NO_FACT && !body.includes(head)) add(head, budget.floods().size > 0 && body.some(isFlooded))
  }
  const meet: OnMatch = (binding, body, clause) => {
    if (budget.spend(clause)) return draw(binding, body, clause)
    remember(facts)
    return true
  }
  /** Matches of `plan` with `fact`; past its budget no more of them. */
  const run = (plan: Plan, fact: Fact, fresh: boolean): void => {
    const limit = budget.limitOf(plan.clause)
    if (limit === 'none' || (limit === 'calm' && fact !== NO_FACT && isFlooded(fact))) return
    join.run(plan, fact, fresh, meet, limit === 'calm' ? FLOODED : 0)
  }
  const tie = ({ head, body }: Ground): void => {
    if (body.every((part) => facts.is(part, HOLDS))) add(head, body.some(isFlooded))
  }
  const enter = (fact: Fact, marks: number): void => {
    facts.mark(fact, marks)
    meetOthers(fact, parts)
    for (const plan of parts.program.triggers(facts.predOf(fact))) run(plan, fact, true)
    for (const ground of grounds.withBody(fact)) tie(ground)
    if (parts.crowds.meet(fact) || facts.predOf(fact) >> 1 === parts.sameAs >> 1) queue.stir()
  }
  /** What held by a flood holds without: so does what follows from it and the like, which is counted already. */
  const lift = (fact: Fact): void => {
    facts.unmark(fact, FLOODED)
    queue.stir()
    for (const plan of parts.program.triggers(facts.predOf(fact))) {
      if (budget.limitOf(plan.clause) !== undefined) run(plan, fact, true)
      else if (plan.clause.head !== null)
        join.run(plan, fact, true, draw, FLOODED)
    }
    for (const ground of grounds.withBody(fact)) tie(ground)
  }
  return {
    tie,
    conclude: (head) => add(head, false),
    take(fact) {
      if (!facts.is(fact, HOLDS)) enter(fact, HOLDS)
      else if (isFlooded(fact)) lift(fact)
    },
    takeFlooded(fact) {
      if (!facts.is(fact, HOLDS)) enter(fact, HOLDS | FLOODED)
    },
    takeClause: (clause) => run(planFromNothing(clause), NO_FACT, false),
  }
}

/** Marks what holds when a budget is exceeded. */
function remember(facts: Facts): void {
  for (let fact = 0; fact < facts.count(); fact++) if (facts.is(fact, HOLDS)) facts.mark(fact, EXCEEDS)
}

/** A fact and its negation clash; and whoever watches a predicate is told. */
function meetOthers(fact: Fact, { facts, firings, queue, watched }: TakerParts): void {
  const pred = facts.predOf(fact)
  if (pred === watched) queue.flipped.push(fact)
  if (facts.firstOf(opposite(pred)) === NO_FACT) return
  const counter = facts.find(opposite(pred), facts.aOf(fact), facts.bOf(fact))
  if (counter === NO_FACT || !facts.is(counter, HOLDS)) return
  firings.add(NEGATION, [fact, counter])
  queue.stir()
}
