/** Settle: brings the closure up to date: first what falls, then what rises, and all over again where a budget is exceeded. */
import type { Clause } from '../law/clause.ts'
import { CONCLUDED, EDGE, EXCEEDS, FLOODED, HOLDS, LEAF, NO_FACT, type Fact } from '../store/facts.ts'
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
    parts.changes.everything()
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
      parts.changes.everything()
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
  const isNear = (fact: Fact): boolean => budget.cuts().near.has(facts.predOf(fact)) || [...grounds.withBody(fact)].length > 0
  /** A flood may take back what nobody else says and what was not needed to exceed; and anybody what is not near. */
  const mayMatter = (fact: Fact): boolean =>
    isNear(fact) && (!facts.is(fact, FLOODED) || facts.is(fact, EXCEEDS))
  return {
    any: () =>
      doubtful || [...queue.falling].some(mayMatter) || (floods.isDue() && !budget.isStillSo(floods.floodIn)),
    heed(leaf) {
      if (!budget.isCut() || !isNear(leaf)) return
      floods.heed()
      if (!facts.is(leaf, LEAF) || !facts.is(leaf, HOLDS)) return
      const isCalm = floods.isCalm(leaf, budget.floods())
      if (isCalm) queue.said.push(leaf)
      else if (!facts.is(leaf, FLOODED)) doubtful = true
    },
    clear() {
      doubtful = false
      floods.clear()
    },
  }
}

function release(fact: Fact, { facts, queue, watched, sameAs, changes, tangles }: SettlerParts): void {
  if (facts.is(fact, EDGE)) tangles.touch(fact)
  if (facts.predOf(fact) >> 1 === sameAs >> 1) changes.equality()
  facts.unmark(fact, HOLDS | CONCLUDED | EDGE | FLOODED)
  if (facts.predOf(fact) === watched) queue.flipped.push(fact)
}

/** What has no proof left goes; where that is not sure of all of it, whatever can be proved comes back. */
function fall(parts: SettlerParts): void {
  const { facts, firings, budget, prover, queue, taker, changes, tangles } = parts
  const falling = queue.takeFalling()
  const { gone, paths, exact } = fallen(falling, facts, prover)
  for (const fact of [...falling, ...gone, ...paths]) changes.fact(fact)
  for (const fact of gone) {
    release(fact, parts)
    firings.forget(fact)
  }
  for (const fact of paths) {
    facts.unmark(fact, EDGE)
    tangles.touch(fact)
  }
  if (!exact) for (const fact of gone) if (prover.isProvable(fact)) taker.conclude(fact, !prover.isEdge(fact))
  if (!exact) for (const fact of paths) if (prover.isEdge(fact)) queue.bridges.push(fact)
  if (gone.size + paths.size > 0) budget.blur()
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
    const isHeld = facts.is(fact, HOLDS)
    if (isHeld) taker.retake(fact)
    if (!facts.is(fact, LEAF) || (isHeld && !facts.is(fact, FLOODED))) continue
    if (floods.isCalm(fact, budget.floods())) queue.waiting.push(fact)
    else if (!isHeld) queue.flooded.push(fact)
  }
  for (const ground of queue.takeTied()) if (grounds.has(ground)) taker.tie(ground)
}

/** Takes in what waits, and what comes to wait by that: first without floods, then what becomes an edge, what holds by floods last. */
function drain({ facts, budget, queue: { waiting, bridges, flooded }, taker }: SettlerParts): void {
  // What exceeded, and all that rests on it, is drawn again once it is decided what is cut.
  const isIdle = (fact: Fact): boolean => budget.isOver() && budget.cuts().whole.has(facts.predOf(fact))
  for (;;) {
    const calm = waiting.pop()
    if (calm !== NO_FACT) {
      if (!isIdle(calm)) taker.take(calm)
      continue
    }
    const bridge = bridges.pop()
    if (bridge !== undefined) {
      if (facts.is(bridge, HOLDS)) taker.bridge(bridge)
      continue
    }
    const last = flooded.pop()
    if (last === NO_FACT) return
    if (!isIdle(last)) taker.takeFlooded(last)
  }
}
