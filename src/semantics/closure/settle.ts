/** Settle: brings the closure up to date: first what falls, then what rises, and all over again where a budget is exceeded. */
import type { Clause } from '../law/clause.ts'
import { CONCLUDED, EXCEEDS, FLOODED, HOLDS, LEAF, NO_FACT, type Fact } from '../store/facts.ts'
import { fallen } from './fall.ts'
import type { Floods } from './flood.ts'
import type { Change } from './program.ts'
import type { Taker, TakerParts } from './taker.ts'

/** The parts of a closure that settling touches. */
export type SettlerParts = Omit<TakerParts, 'join'> & { readonly taker: Taker; readonly floods: Floods }

/** Brings a closure up to date. */
export interface Settler {
  /** Draws every conclusion from what was told since it last ran. */
  settle(): void
  /** Everything is to be drawn afresh, under budgets that nothing has spent yet. */
  beginAgain(): void
  /** The program has changed by `change`; the next settling draws what follows. Only while all is settled. */
  turn(change: Change): void
  /** Who says `leaf` has changed; it matters where something is cut. */
  heed(leaf: Fact): void
}

/** The settler of a closure. */
export function createSettler(parts: SettlerParts): Settler {
  const { facts, program, firings, budget, crowds, queue, taker, floods } = parts
  let [begun, fresh]: [boolean, readonly Clause[]] = [false, []]
  const doubts = createDoubts(parts)

  const begin = (): void => {
    begun = true
    fresh = []
    for (const clause of program.givens()) taker.takeClause(clause)
  }
  /** Draws everything again, under what was cut. */
  const restart = (): void => {
    queue.stir()
    queue.clear()
    firings.clear()
    crowds.clear()
    budget.restart()
    for (let fact = 0; fact < facts.count(); fact++) {
      release(fact, parts)
      if (facts.is(fact, LEAF)) (floods.isCalm(fact, budget.floods()) ? queue.waiting : queue.flooded).push(fact)
    }
    begin()
  }
  const reset = (): void => {
    budget.reset()
    doubts.clear()
    for (let fact = 0; fact < facts.count(); fact++) facts.unmark(fact, EXCEEDS)
  }
  const rise = (): void => {
    for (const clause of fresh) taker.takeClause(clause)
    fresh = []
    enter(parts)
    drain(parts)
  }
  return {
    settle() {
      if (!begun) begin()
      let deciding = budget.isCut() && doubts.any()
      if (deciding) {
        reset()
        restart()
      }
      for (;;) {
        if (queue.falling.size > 0) fall(parts)
        rise()
        if (!budget.isOver()) return
        // Only complete counts decide: where some may be too high, or something is cut already, they are made again first.
        if (deciding || !(budget.isBlurred() || budget.isCut())) budget.decide(floods.floodIn)
        else reset()
        deciding = true
        restart()
      }
    },
    beginAgain() {
      reset()
      if (begun) restart()
    },
    turn(change) {
      queue.stir()
      crowds.regroup(change.goneGroups, change.freshGroups)
      for (const clause of change.gone) dropClause(clause, parts)
      if (change.gone.length > 0) budget.blur()
      if (begun) fresh = change.fresh
    },
    heed: doubts.heed,
  }
}

/** Whether what is cut may have to be decided again. */
function createDoubts({ facts, grounds, budget, queue, floods }: SettlerParts): {
  any(): boolean
  heed(leaf: Fact): void
  clear(): void
} {
  let doubtful = false
  const isNear = (fact: Fact): boolean => budget.cuts().near.has(facts.predOf(fact))
  /** A flood may take back what nobody else says and what was not needed to exceed; and anybody what is not near. */
  const mayMatter = (fact: Fact): boolean =>
    (isNear(fact) || [...grounds.withBody(fact)].length > 0) && (!facts.is(fact, FLOODED) || facts.is(fact, EXCEEDS))
  return {
    any: () =>
      doubtful || [...queue.falling].some(mayMatter) || (floods.isDue() && !budget.isStillSo(floods.floodIn)),
    heed(leaf) {
      if (!budget.isCut() || !isNear(leaf)) return
      floods.heed()
      if (!facts.is(leaf, LEAF) || !facts.is(leaf, HOLDS)) return
      const isCalm = floods.isCalm(leaf, budget.floods())
      if (isCalm && facts.is(leaf, FLOODED)) queue.waiting.push(leaf)
      if (!isCalm && !facts.is(leaf, FLOODED)) doubtful = true
    },
    clear() {
      doubtful = false
      floods.clear()
    },
  }
}

function release(fact: Fact, { facts, queue, watched }: SettlerParts): void {
  facts.unmark(fact, HOLDS | CONCLUDED | FLOODED)
  if (facts.predOf(fact) === watched) queue.flipped.push(fact)
}

/** What has no proof left goes; where that is not sure of all of it, whatever can be proved comes back. */
function fall(parts: SettlerParts): void {
  const { facts, firings, budget, prover, queue, taker } = parts
  queue.stir()
  const { facts: gone, exact } = fallen(queue.takeFalling(), facts, prover)
  for (const fact of gone) {
    release(fact, parts)
    firings.forget(fact)
  }
  if (!exact) for (const fact of gone) if (prover.isProvable(fact)) taker.conclude(fact)
  if (gone.length > 0) budget.blur()
}

/** The heads of a clause that is gone lost a reason to hold. */
function dropClause({ key, head }: Clause, { facts, firings, queue }: SettlerParts): void {
  if (head === null) return firings.forgetClause(key)
  for (let fact = facts.firstOf(head.pred); fact !== NO_FACT; fact = facts.nextOf(fact))
    if (facts.is(fact, HOLDS) && facts.is(fact, CONCLUDED)) queue.falling.add(fact)
}

/** What was said and tied waits to be taken in. */
function enter({ facts, grounds, budget, queue, taker, floods }: SettlerParts): void {
  for (let fact = queue.said.pop(); fact !== NO_FACT; fact = queue.said.pop()) {
    if (facts.is(fact, HOLDS)) queue.stir()
    if (!facts.is(fact, LEAF) || (facts.is(fact, HOLDS) && !facts.is(fact, FLOODED))) continue
    if (floods.isCalm(fact, budget.floods())) queue.waiting.push(fact)
    else if (!facts.is(fact, HOLDS)) queue.flooded.push(fact)
  }
  for (const ground of queue.takeTied()) if (grounds.has(ground)) taker.tie(ground)
}

/** Takes in what waits, and what comes to wait by that; what holds by floods last. */
function drain({ facts, budget, queue: { waiting, flooded }, taker }: SettlerParts): void {
  for (;;) {
    const calm = waiting.pop()
    const next = calm === NO_FACT ? flooded.pop() : calm
    if (next === NO_FACT) return
    // What exceeded, and all that rests on it, is drawn again once it is decided what is cut.
    if (budget.isOver() && budget.cuts().whole.has(facts.predOf(next))) continue
    if (calm === NO_FACT) taker.takeFlooded(next)
    else taker.take(next)
  }
}
