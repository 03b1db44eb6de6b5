/** Closure: everything that follows from what is said, kept up to date fact by fact, with the denials that fire over it. */
import type { Clause, Compiled } from '../law/clause.ts'
import { FLOODED, LEAF, type Fact, type Facts } from '../store/facts.ts'
import type { Part } from '../store/part.ts'
import type { Pred } from '../store/predicates.ts'
import type { Terms } from '../store/terms.ts'
import { createAmong, type IsProvedAmong } from './among.ts'
import { createBudget } from './budget.ts'
import { createChangeLog, type Changes } from './changes.ts'
import { createCrowds } from './crowd.ts'
import { createEdges } from './edges.ts'
import { createFloods, type Voices } from './flood.ts'
import { createFirings, type Crowd, type Firing } from './firing.ts'
import { createGrounds, type Ground } from './ground.ts'
import { createJoin } from './join.ts'
import { prepareClauses } from './program.ts'
import { createProver } from './prover.ts'
import { createQueue } from './queue.ts'
import { createSettler } from './settle.ts'
import { createTaker } from './taker.ts'
import { createTangles, type Tangle } from './tangles.ts'

/** What follows from what is said. */
export interface Closure {
  /** `fact` is said directly from now on. */
  say(fact: Fact): void
  /** `fact` is no longer said directly; what only it proved falls. */
  unsay(fact: Fact): void
  tie(ground: Ground): void
  untie(ground: Ground): void
  /** Draws every conclusion. Reads below are valid until the next change. */
  settle(): void
  firings(): Iterable<Firing>
  crowds(): Iterable<Crowd>
  isCrowded(crowd: Crowd): boolean
  /** Where edges of slots that may hold no cycle come back to where they began; the same array until an edge comes or goes. */
  tangles(): readonly Tangle[]
  /** Whether more than transitivity proves `fact`, saying it aside. */
  isEdge(fact: Fact): boolean
  /** The facts p(frame, v) that count for a group, one for each name. */
  namesOf(crowd: Crowd): readonly Fact[]
  /** The facts by which values of a crowd are one thing under several names. */
  equalitiesIn(crowd: Crowd): readonly Fact[]
  /** The bodies of every rule instance that proves `fact`, from facts that hold. */
  proofsOf(fact: Fact): readonly (readonly Part[])[]
  readonly isProvedAmong: IsProvedAmong
  /** The clause by which `body` proves `fact`; undefined where the premises of a claim do. */
  lawOf(fact: Fact, body: readonly Part[]): Clause | undefined
  /**
   * Follows another law from the next settling on. Where `afresh`, or where a budget was or may be exceeded, everything is drawn
   * again from what is said; else only what the difference touches.
   */
  adopt(compiled: Compiled, perRule: number, afresh: boolean): void
  /** Whether not everything about this fact could be judged (R12). */
  isUnsure(fact: Fact): boolean
  /** Whether not everything about this predicate could be judged: there may be more facts of it, or some are unsure. */
  isPartial(pred: Pred): boolean
  /** Whether anything is cut: then settling may cost as much as drawing everything anew. */
  isCut(): boolean
  /** Who says `leaf` has changed, while it is still said. */
  heed(leaf: Fact): void
  /** Facts of the watched predicate that came to hold or ceased to since this was last asked. */
  takeFlipped(): readonly Fact[]
  /** What may have changed what is broken, or why, since this was last asked. */
  takeChanges(): Changes
  /** Whether this denial fires, and so over these facts; those about two frames also where the frames are one thing. */
  isFiring(firing: Firing): boolean
}

/** What a closure is made over. */
export interface ClosureParts {
  readonly facts: Facts
  readonly terms: Terms
  readonly compiled: Compiled
  readonly perRule: number
  readonly voices: Voices
  /** The predicates of built-in slots. */
  readonly type: Pred
  readonly sameAs: Pred
  /** The predicate of {@link Closure.takeFlipped}. */
  readonly watched: Pred
  /** Predicates whose first argument must be a frame. */
  isSlot(pred: Pred): boolean
}

/** A closure over `facts` that knows nothing yet. */
export function createClosure(parts: ClosureParts): Closure {
  const { facts, compiled } = parts
  const program = prepareClauses(compiled.clauses, compiled.groups, facts)
  const edges = createEdges(facts, edgePredsOf(compiled))
  const [join, firings, grounds, queue] = [createJoin(facts, edges), createFirings(), createGrounds(), createQueue()]
  const changes = createChangeLog()
  const tangles = createTangles(facts, edges, cyclePredsOf(compiled))
  let { perRule } = parts
  const [budget, floods] = [createBudget(compiled.clauses, perRule), createFloods(facts, parts.voices)]
  const prover = createProver({ ...parts, program, join, grounds, budget })
  const crowds = createCrowds({ ...parts, changes }, program)
  const shared = { ...parts, program, firings, grounds, budget, floods, prover, crowds, queue, changes, edges, tangles }
  const taker = createTaker({ ...shared, join })
  const settler = createSettler({ ...shared, taker })
  return {
    say(fact) {
      facts.mark(fact, LEAF)
      queue.say(fact)
    },
    unsay(fact) {
      facts.unmark(fact, LEAF)
      queue.falling.add(fact)
    },
    tie(ground) {
      grounds.add(ground)
      queue.tie(ground)
    },
    untie(ground) {
      grounds.remove(ground)
      queue.falling.add(ground.head)
    },
    settle: settler.settle,
    adopt(next, nextPerRule, afresh) {
      if (!afresh) settler.settle()
      const isRechained = [edges.keep(edgePredsOf(next)), tangles.watch(cyclePredsOf(next))].includes(true)
      const isInPlace = !afresh && !isRechained && nextPerRule === perRule && !budget.isCut()
      const change = program.change(next.clauses, next.groups)
      perRule = nextPerRule
      budget.adopt(program.clauses(), perRule)
      settler.turn(change)
      if (!isInPlace) settler.beginAgain()
    },
    firings: firings.all,
    crowds: crowds.all,
    isCrowded: crowds.isCrowded,
    namesOf: crowds.namesOf,
    equalitiesIn: crowds.equalitiesIn,
    tangles: tangles.all,
    isEdge: prover.isEdge,
    proofsOf: prover.proofsOf,
    isProvedAmong: createAmong(shared),
    lawOf: prover.lawOf,
    isUnsure(fact) {
      const [{ unsure, calm }, pred] = [budget.cuts(), facts.predOf(fact)]
      return unsure.has(pred) || (calm.has(pred) && facts.is(fact, FLOODED))
    },
    isPartial: (pred) => budget.cuts().unsure.has(pred) || budget.cuts().calm.has(pred),
    isCut: budget.isCut,
    heed: settler.heed,
    takeFlipped: queue.takeFlipped,
    takeChanges() {
      const taken = changes.take()
      // Whether they stand is a matter of which frames are one thing.
      return taken.equality && program.clauses().some(({ twins }) => twins === true) ? { ...taken, all: true } : taken
    },
    isFiring: firings.has,
  }
}

function cyclePredsOf({ cycles }: Compiled): ReadonlySet<Pred> {
  return new Set(cycles.map(({ pred }) => pred))
}

/** Slots whose edges are asked for: by paths, or by those who look for cycles. */
function edgePredsOf({ clauses, cycles }: Compiled): ReadonlySet<Pred> {
  const patterns = clauses.flatMap(({ body }) => body.filter(({ edge }) => edge === true))
  return new Set([...patterns, ...cycles].map(({ pred }) => pred))
}
