/** Settle: brings the closure up to date: first what falls, then what rises, and all over again where a budget is exceeded. */
import type { Clause } from '../law/clause.ts'
import { CONCLUDED, HOLDS, LEAF, NO_FACT, type Fact } from '../store/facts.ts'
import { Overflow } from './budget.ts'
import { fallen } from './fall.ts'
import type { Change } from './program.ts'
import type { Taker, TakerParts } from './taker.ts'

/** The parts of a closure that settling touches. */
export type SettlerParts = Omit<TakerParts, 'join'> & { readonly taker: Taker }

/** Brings a closure up to date. */
export interface Settler {
  /** Draws every conclusion from what was told since it last ran. */
  settle(): void
  /** Everything is to be drawn afresh, under budgets that nothing has spent yet. */
  beginAgain(): void
  /** The program has changed by `change`; the next settling draws what follows. Only while all is settled. */
  turn(change: Change): void
}

/** The settler of a closure. */
export function createSettler(parts: SettlerParts): Settler {
  const { facts, program, firings, grounds, budget, prover, crowds, queue, taker, watched } = parts
  let begun = false
  let fresh: readonly Clause[] = []

  const begin = (): void => {
    begun = true
    fresh = []
    for (const clause of program.givens()) {
      if (budget.allows(clause)) taker.conclude(prover.headOf(clause, new Int32Array(clause.variables)))
    }
  }
  const release = (fact: Fact): void => {
    facts.unmark(fact, HOLDS | CONCLUDED)
    if (facts.predOf(fact) === watched) queue.flipped.push(fact)
  }
  const restart = (): void => {
    queue.stir()
    queue.clear()
    firings.clear()
    crowds.clear()
    budget.restart()
    for (let fact = 0; fact < facts.count(); fact++) {
      release(fact)
      if (facts.is(fact, LEAF)) queue.waiting.push(fact)
    }
    begin()
  }
  /** What has no proof left goes; where that is not sure of all of it, whatever can be proved comes back. */
  const fall = (): void => {
    queue.stir()
    const { facts: gone, exact } = fallen(queue.takeFalling(), facts, prover)
    for (const fact of gone) {
      release(fact)
      firings.forget(fact)
    }
    if (!exact) for (const fact of gone) if (prover.isProvable(fact)) taker.conclude(fact)
    if (gone.length > 0) budget.blur()
  }
  const rise = (): void => {
    for (const clause of fresh) taker.takeClause(clause)
    fresh = []
    for (let fact = queue.said.pop(); fact !== NO_FACT; fact = queue.said.pop()) {
      if (facts.is(fact, HOLDS)) queue.stir()
      else if (facts.is(fact, LEAF)) queue.waiting.push(fact)
    }
    for (const ground of queue.takeTied()) {
      if (grounds.has(ground) && ground.body.every((part) => facts.is(part, HOLDS))) taker.conclude(ground.head)
    }
    for (let fact = queue.waiting.pop(); fact !== NO_FACT; fact = queue.waiting.pop()) taker.take(fact)
  }
  const settle = (): void => {
    if (!begun) begin()
    try {
      if (queue.falling.size > 0 && budget.isCut()) {
        budget.reset()
        restart()
      }
      if (queue.falling.size > 0) fall()
      rise()
    } catch (error) {
      if (!(error instanceof Overflow)) throw error
      if (!budget.isBlurred()) budget.cut(error.clause)
      restart()
      settle()
    }
  }
  /** The heads of clauses that are gone lost a reason to hold. */
  const dropClause = ({ key, head }: Clause): void => {
    if (head === null) return firings.forgetClause(key)
    for (let fact = facts.firstOf(head.pred); fact !== NO_FACT; fact = facts.nextOf(fact))
      if (facts.is(fact, HOLDS) && facts.is(fact, CONCLUDED)) queue.falling.add(fact)
  }
  return {
    settle,
    beginAgain() {
      budget.reset()
      if (begun) restart()
    },
    turn(change) {
      queue.stir()
      crowds.regroup(change.goneGroups, change.freshGroups)
      for (const clause of change.gone) dropClause(clause)
      if (change.gone.length > 0) budget.blur()
      if (begun) fresh = change.fresh
    },
  }
}
