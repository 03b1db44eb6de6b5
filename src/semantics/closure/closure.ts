/** Closure: everything that follows from what is said, kept up to date fact by fact, with the denials that fire over it. */
import type { Clause, Compiled } from '../law/clause.ts'
import { CONCLUDED, HOLDS, LEAF, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import { opposite, type Pred } from '../store/predicates.ts'
import type { Terms } from '../store/terms.ts'
import { createBudget, Overflow, type Budget } from './budget.ts'
import { createCrowds, type Crowds } from './crowd.ts'
import { createFirings, NEGATION, type Crowd, type Firing } from './firing.ts'
import { createGrounds, type Ground } from './ground.ts'
import { createJoin, type Join } from './join.ts'
import { prepareClauses } from './program.ts'

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
  /** The facts p(frame, v) that count for a group, one for each distinct value. */
  valuesOf(crowd: Crowd, order: (a: Fact, b: Fact) => number): readonly Fact[]
  /** The bodies of every rule instance that proves `fact`, from facts that hold. */
  proofsOf(fact: Fact): readonly (readonly Fact[])[]
  /** The heads of every rule instance that `fact` is part of. */
  uses(fact: Fact, onHead: (head: Fact) => void): void
  /** Whether not everything about this predicate could be judged (R12). */
  unsure(pred: Pred): boolean
  /** Facts of the watched predicate that came to hold or ceased to since this was last asked. */
  takeFlipped(): readonly Fact[]
  /** Grows with every change that conflicts or proofs may depend on. */
  version(): number
  readonly join: Join
}

export interface ClosureParts {
  readonly facts: Facts
  readonly terms: Terms
  readonly compiled: Compiled
  readonly perRule: number
  /** The predicates of built-in slots. */
  readonly type: Pred
  readonly sameAs: Pred
  /** The predicate of {@link Closure.takeFlipped}. */
  readonly watched: Pred
  /** Predicates whose first argument must be a frame. */
  isSlot(pred: Pred): boolean
}

export function createClosure(parts: ClosureParts): Closure {
  const { facts, terms, compiled } = parts
  const program = prepareClauses(compiled.clauses, compiled.groups, facts)
  const [join, firings, grounds] = [createJoin(facts), createFirings(), createGrounds()]
  const budget: Budget = createBudget(compiled.clauses, parts.perRule)
  const crowds: Crowds = createCrowds(parts, program)
  const waiting: Fact[] = []
  const said: Fact[] = []
  const tied: Ground[] = []
  let flipped: Fact[] = []
  const falling = new Set<Fact>()
  let [version, begun, counted] = [0, false, true]

  const headOf = (clause: Clause, binding: Int32Array): Fact => {
    const { pred } = clause.head!
    const args = join.argsOf(clause.head!, binding)
    if (parts.isSlot(pred) && !terms.isFrame(args[0]!)) return NO_FACT
    if (pred >> 1 === parts.sameAs >> 1 && !terms.isFrame(args[1]!)) return NO_FACT
    return facts.ofArgs(pred, args)
  }
  const conclude = (head: Fact): void => {
    facts.mark(head, CONCLUDED)
    if (!facts.is(head, HOLDS)) waiting.push(head)
    version++
  }
  const take = (fact: Fact): void => {
    if (facts.is(fact, HOLDS)) return
    facts.mark(fact, HOLDS)
    const pred = facts.predOf(fact)
    if (pred === parts.watched) flipped.push(fact)
    const counter = facts.find(opposite(pred), facts.aOf(fact), facts.bOf(fact))
    if (counter !== NO_FACT && facts.is(counter, HOLDS)) fire(NEGATION, [fact, counter])
    for (const plan of program.triggers(pred)) {
      const { clause } = plan
      if (budget.allows(clause)) join.run(plan, fact, true, (binding, body) => meet(clause, binding, body))
    }
    for (const { head, body } of grounds.withBody(fact)) if (body.every((part) => facts.is(part, HOLDS))) conclude(head)
    if (crowds.meet(fact)) version++
  }
  const fire = (clause: Clause, body: Iterable<Fact>): void => {
    firings.add(clause, body)
    version++
  }
  const meet = (clause: Clause, binding: Int32Array, body: Int32Array): void => {
    budget.spend(clause)
    if (clause.head === null) return fire(clause, body)
    const head = headOf(clause, binding)
    if (head !== NO_FACT && !body.includes(head)) conclude(head)
  }
  const begin = (): void => {
    begun = true
    for (const clause of program.givens) if (budget.allows(clause)) conclude(headOf(clause, new Int32Array(clause.variables)))
  }
  const restart = (): void => {
    for (let fact = 0; fact < facts.count(); fact++) {
      facts.unmark(fact, HOLDS | CONCLUDED)
      if (facts.is(fact, LEAF)) waiting.push(fact)
    }
    firings.clear()
    crowds.clear()
    budget.restart()
    falling.clear()
    said.length = 0
    counted = true
    begin()
  }
  const uses = (fact: Fact, onHead: (head: Fact) => void): void => {
    for (const plan of program.triggers(facts.predOf(fact))) {
      if (plan.clause.head === null || !budget.allows(plan.clause)) continue
      const heads: Fact[] = []
      join.run(plan, fact, false, (binding) => void heads.push(headOf(plan.clause, binding)))
      for (const head of heads) if (head !== NO_FACT) onHead(head)
    }
    for (const { head, body } of grounds.withBody(fact)) if (body.every((part) => facts.is(part, HOLDS))) onHead(head)
  }
  const proofsOf = (fact: Fact): (readonly Fact[])[] => {
    const proofs: (readonly Fact[])[] = []
    for (const plan of program.proofs(facts.predOf(fact))) {
      if (!budget.allows(plan.clause)) continue
      join.run(plan, fact, false, (_, body) => void (body.includes(fact) || proofs.push([...new Set(body)])))
    }
    for (const { body } of grounds.withHead(fact)) if (body.every((part) => facts.is(part, HOLDS))) proofs.push(body)
    return proofs
  }
  /** Everything that may rest on what falls goes; then whatever still has a proof comes back. */
  const fall = (): void => {
    const gone = new Set([...falling].filter((fact) => facts.is(fact, HOLDS) && !facts.is(fact, LEAF)))
    falling.clear()
    for (const fact of gone) uses(fact, (head) => void (facts.is(head, HOLDS) && !facts.is(head, LEAF) && gone.add(head)))
    for (const fact of gone) {
      facts.unmark(fact, HOLDS | CONCLUDED)
      firings.forget(fact)
      if (facts.predOf(fact) === parts.watched) flipped.push(fact)
    }
    for (const fact of gone) if (proofsOf(fact).length > 0) conclude(fact)
    if (gone.size > 0) [version, counted] = [version + 1, false]
  }
  const drain = (): void => {
    for (let fact = waiting.pop(); fact !== undefined; fact = waiting.pop()) take(fact)
  }
  const settle = (): void => {
    if (!begun) begin()
    if (falling.size > 0 && budget.isCut()) [budget.reset(), restart()]
    try {
      if (falling.size > 0) fall()
      for (const fact of said.splice(0)) if (facts.is(fact, LEAF)) waiting.push(fact)
      for (const ground of tied.splice(0)) if (grounds.has(ground) && ground.body.every((part) => facts.is(part, HOLDS))) conclude(ground.head)
      drain()
    } catch (error) {
      if (!(error instanceof Overflow)) throw error
      if (counted) budget.cut(error.clause)
      restart()
      settle()
    }
  }
  return {
    say(fact) {
      facts.mark(fact, LEAF)
      falling.delete(fact)
      said.push(fact)
      version++
    },
    unsay(fact) {
      facts.unmark(fact, LEAF)
      falling.add(fact)
      version++
    },
    tie(ground) {
      grounds.add(ground)
      tied.push(ground)
    },
    untie(ground) {
      grounds.remove(ground)
      falling.add(ground.head)
      version++
    },
    settle,
    firings: firings.all,
    crowds: crowds.all,
    valuesOf: crowds.valuesOf,
    proofsOf,
    uses,
    unsure: budget.unsure,
    takeFlipped() {
      const taken = flipped
      flipped = []
      return taken
    },
    version: () => version,
    join,
  }
}

