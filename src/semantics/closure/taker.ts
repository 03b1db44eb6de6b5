/** Taker: makes one fact hold, and draws what follows from it together with what holds already. */
import type { Clause } from '../law/clause.ts'
import { EDGE, FLOODED, HOLDS, LEAF, NO_FACT, type Fact } from '../store/facts.ts'
import { opposite, type Pred } from '../store/predicates.ts'
import type { Crowds } from './crowd.ts'
import { createDrawer, type Drawer, type DrawerParts } from './drawer.ts'
import type { Edges } from './edges.ts'
import { NEGATION } from './firing.ts'
import type { Ground } from './ground.ts'
import { planFromNothing, type Plan } from './plan.ts'
import type { RunnableClauses } from './program.ts'
import type { Tangles } from './tangles.ts'

/** Takes facts in. */
export interface Taker {
  /** Makes `fact` hold, without any flood also where it held by one. */
  take(fact: Fact): void
  /** Makes `fact` hold by what a flood says, unless it holds already. */
  takeFlooded(fact: Fact): void
  /** Draws what follows when a fact that holds already is said directly too. */
  retake(fact: Fact): void
  /** A fact that holds as a path is an edge too from now on. */
  bridge(fact: Fact): void
  /** Marks `head` as concluded, by a path of its slot or otherwise, and has it wait until it is taken in. */
  conclude(head: Fact, byPath: boolean): void
  /** Concludes the head of `ground` if its body holds. */
  tie(ground: Ground): void
  /** Draws what follows by a new clause from all that holds. */
  takeClause(clause: Clause): void
}

/** What taking a fact in touches. */
export interface TakerParts extends DrawerParts {
  readonly program: RunnableClauses
  readonly crowds: Crowds
  readonly edges: Edges
  readonly tangles: Tangles
  readonly watched: Pred
  readonly sameAs: Pred
}

/** A taker over the parts of a closure. */
export function createTaker(parts: TakerParts): Taker {
  const { facts, program, queue, changes, edges, tangles } = parts
  const drawer = createDrawer(parts)

  const enter = (edge: Fact): void => {
    edges.link(edge)
    tangles.add(edge)
  }
  const isEntryOf = (fact: Fact, { entry }: Plan): boolean => entry?.edge !== true || facts.is(fact, EDGE)
  const begin = (fact: Fact, marks: number): void => {
    facts.mark(fact, facts.is(fact, LEAF) ? marks | EDGE : marks)
    if (facts.is(fact, EDGE)) enter(fact)
    meetOthers(fact, parts, drawer)
    for (const plan of program.triggers(facts.predOf(fact))) if (isEntryOf(fact, plan)) drawer.run(plan, fact, true)
    drawer.tieAll(fact)
    parts.crowds.meet(fact)
  }
  /** What held by a flood holds without, and so does what follows from it and the like. */
  const lift = (fact: Fact): void => {
    facts.unmark(fact, FLOODED)
    changes.fact(fact)
    for (const plan of program.triggers(facts.predOf(fact))) if (isEntryOf(fact, plan)) drawer.rerun(plan, fact)
    drawer.tieAll(fact)
  }
  return {
    tie: drawer.tie,
    conclude: (head, byPath) => drawer.conclude(head, byPath, false),
    retake(fact) {
      changes.fact(fact)
      if (!facts.is(fact, EDGE)) queue.bridges.push(fact)
      drawer.tieAll(fact)
    },
    bridge(fact) {
      if (facts.is(fact, EDGE)) return
      facts.mark(fact, EDGE)
      enter(fact)
      // What edges start, with itself too, as it could not before.
      for (const plan of program.triggers(facts.predOf(fact))) if (plan.entry?.edge === true) drawer.run(plan, fact, false)
    },
    take(fact) {
      if (!facts.is(fact, HOLDS)) begin(fact, HOLDS)
      else if (facts.is(fact, FLOODED)) lift(fact)
    },
    takeFlooded(fact) {
      if (!facts.is(fact, HOLDS)) begin(fact, HOLDS | FLOODED)
    },
    takeClause: (clause) => drawer.run(planFromNothing(clause), NO_FACT, false),
  }
}

/** A fact and its negation clash, equality has its own meaning, and whoever watches a predicate is told. */
function meetOthers(fact: Fact, { facts, queue, watched, sameAs, changes }: TakerParts, drawer: Drawer): void {
  const pred = facts.predOf(fact)
  if (pred === watched) queue.flipped.push(fact)
  if (pred >> 1 === sameAs >> 1) changes.equality()
  if (facts.firstOf(opposite(pred)) === NO_FACT) return
  const counter = facts.find(opposite(pred), facts.aOf(fact), facts.bOf(fact))
  if (counter !== NO_FACT && facts.is(counter, HOLDS)) drawer.fire(NEGATION, [fact, counter])
}
