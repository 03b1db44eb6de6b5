/** Drawer: what follows from matches: heads that wait to be taken in, and denials that fire; as far as budgets allow (R12). */
import { closesPaths, type Clause } from '../law/clause.ts'
import { CONCLUDED, EDGE, EXCEEDS, FLOODED, HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import { factIn, isLeafPart, partHolds, type Part } from '../store/part.ts'
import type { Budget } from './budget.ts'
import type { ChangeLog } from './changes.ts'
import type { Firings } from './firing.ts'
import type { Floods } from './flood.ts'
import type { Ground, Grounds } from './ground.ts'
import type { Join, OnMatch } from './join.ts'
import type { Plan } from './plan.ts'
import type { Prover } from './prover.ts'
import type { Queue } from './queue.ts'

/** Draws conclusions. */
export interface Drawer {
  /** Matches of `plan` with `fact` (NO_FACT: a plan without entry), counted; past its budget no more of them. */
  run(plan: Plan, fact: Fact, fresh: boolean): void
  /** As {@link Drawer.run}, of what held by floods and does so without: what it makes is counted already, unless it was left out. */
  rerun(plan: Plan, fact: Fact): void
  /** Has `head` wait until it is taken in, concluded by a path of its slot or otherwise, perhaps by what floods say. */
  conclude(head: Fact, byPath: boolean, flooded: boolean): void
  /** Concludes the head of `ground` if its body holds. */
  tie(ground: Ground): void
  /** Concludes what rests on `fact` by ground rules. */
  tieAll(fact: Fact): void
  fire(clause: Clause, body: Iterable<Fact>): void
}

/** What drawing touches. */
export interface DrawerParts {
  readonly facts: Facts
  readonly join: Join
  readonly firings: Firings
  readonly grounds: Grounds
  readonly budget: Budget
  readonly floods: Floods
  readonly prover: Prover
  readonly queue: Queue
  readonly changes: ChangeLog
}

/** A drawer over the parts of a closure. */
export function createDrawer(parts: DrawerParts): Drawer {
  const { facts, join, firings, grounds, budget, floods, prover, queue, changes } = parts

  const fire = (clause: Clause, body: Iterable<Fact>): void => {
    const firing = firings.add(clause, body)
    if (firing !== undefined) changes.firing(firing)
  }
  const isFlooded = (fact: Fact): boolean => facts.is(fact, FLOODED)
  const conclude = (head: Fact, byPath: boolean, flooded: boolean): void => {
    const isHeld = facts.is(head, HOLDS)
    facts.mark(head, isHeld || byPath ? CONCLUDED : CONCLUDED | EDGE)
    if (!isHeld) return (flooded ? queue.flooded : queue.waiting).push(head)
    changes.fact(head)
    if (!flooded && isFlooded(head)) queue.waiting.push(head)
    if (!byPath && !facts.is(head, EDGE)) queue.bridges.push(head)
  }
  const draw: OnMatch = (binding, body, clause) => {
    if (clause.head === null) return fire(clause, body)
    const head = prover.headOf(clause, binding)
    if (head !== NO_FACT && !body.includes(head)) conclude(head, closesPaths(clause), budget.floods().size > 0 && body.some(isFlooded))
  }
  const meet: OnMatch = (binding, body, clause) => {
    if (budget.spend(clause)) return draw(binding, body, clause)
    remember(facts)
    return true
  }
  const run = (plan: Plan, fact: Fact, fresh: boolean): void => {
    const limit = budget.limitOf(plan.clause)
    if (limit === 'none' || (limit === 'calm' && fact !== NO_FACT && isFlooded(fact))) return
    join.run(plan, fact, fresh, meet, limit === 'calm' ? FLOODED : 0)
  }
  /** A leaf that is named holds by a flood where nobody else says it, whatever else proves the same. */
  const isFloodedPart = (part: Part): boolean =>
    isLeafPart(part) ? !floods.isCalm(factIn(part), budget.floods()) : isFlooded(part)
  const tie = ({ head, body }: Ground): void => {
    if (body.every((part) => partHolds(part, facts))) conclude(head, false, body.some(isFloodedPart))
  }
  return {
    run,
    rerun(plan, fact) {
      if (budget.limitOf(plan.clause) !== undefined) run(plan, fact, true)
      else if (plan.clause.head !== null) join.run(plan, fact, true, draw, FLOODED)
    },
    conclude,
    tie,
    tieAll(fact) {
      for (const ground of grounds.withBody(fact)) tie(ground)
    },
    fire,
  }
}

/** Marks what holds when a budget is exceeded. */
function remember(facts: Facts): void {
  for (let fact = 0; fact < facts.count(); fact++) if (facts.is(fact, HOLDS)) facts.mark(fact, EXCEEDS)
}
