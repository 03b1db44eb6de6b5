/** Settle: brings the closure up to date: first what falls, then what rises, and all over again where a budget is exceeded. */
import { CONCLUDED, EDGE, HOLDS, LEAF, NO_FACT, type Fact } from '../store/facts.ts'
import { partHolds } from '../store/part.ts'
import { Overflow } from './budget.ts'
import { fallen } from './fall.ts'
import type { Queue } from './queue.ts'
import type { Taker, TakerParts } from './taker.ts'

/** The parts of a closure that settling touches. */
export type SettlerParts = Omit<TakerParts, 'join'> & { readonly taker: Taker }

/** The function that draws every conclusion from what was told since it last ran. */
export function createSettler(parts: SettlerParts): () => void {
  const { facts, program, firings, grounds, budget, prover, crowds, queue, taker, watched, sameAs, changes, tangles } = parts
  let begun = false

  const begin = (): void => {
    begun = true
    for (const clause of program.givens) {
      if (budget.allows(clause)) taker.conclude(prover.headOf(clause, new Int32Array(clause.variables)), false)
    }
  }
  const release = (fact: Fact): void => {
    if (facts.is(fact, EDGE)) tangles.touch(fact)
    if (facts.predOf(fact) >> 1 === sameAs >> 1) changes.equality()
    facts.unmark(fact, HOLDS | CONCLUDED | EDGE)
    if (facts.predOf(fact) === watched) queue.flipped.push(fact)
  }
  const restart = (): void => {
    changes.everything()
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
  /** Everything that may rest on what falls goes; then whatever still has a proof comes back. */
  const fall = (): void => {
    const falling = queue.takeFalling()
    const gone = fallen(falling, facts, prover)
    for (const fact of [...falling, ...gone]) changes.fact(fact)
    for (const fact of gone) {
      release(fact)
      firings.forget(fact)
    }
    for (const fact of gone) if (prover.isProvable(fact)) taker.conclude(fact, !prover.isEdge(fact))
    if (gone.length > 0) budget.blur()
  }
  const rise = (): void => {
    for (let fact = queue.said.pop(); fact !== NO_FACT; fact = queue.said.pop()) {
      if (facts.is(fact, HOLDS)) taker.retake(fact)
      else if (facts.is(fact, LEAF)) queue.waiting.push(fact)
    }
    for (const ground of queue.takeTied()) {
      if (grounds.has(ground) && ground.body.every((part) => partHolds(part, facts))) taker.conclude(ground.head, false)
    }
    takeAll(queue, taker)
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
  return settle
}

function takeAll({ waiting, bridges }: Queue, taker: Taker): void {
  do {
    for (let fact = waiting.pop(); fact !== NO_FACT; fact = waiting.pop()) taker.take(fact)
    for (let fact = bridges.pop(); fact !== undefined; fact = bridges.pop()) taker.bridge(fact)
  } while (waiting.size() > 0)
}
