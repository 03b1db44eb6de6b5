/** Teller: keeps the closure told of what each support is, whenever that changes, and remembers whose weight may have changed by it. */
import type { ItemId } from '../../frames/item.ts'
import type { Closure } from '../closure/closure.ts'
import type { Ground } from '../closure/ground.ts'
import { NO_FACT, type Fact } from '../store/facts.ts'
import { createNumbers, type Numbers } from '../store/numbers.ts'
import { createSheet } from '../store/rows.ts'
import { OUT, PLAIN, STEPPED, type Links } from './links.ts'
import { NO_SUPPORT, type Support, type Supports } from './supports.ts'

/** Keeps the closure told. */
export interface Teller {
  /** Brings what the closure was told of `support`, and of those that cite it, up to what it now is. */
  reconcile(support: Support): void
  /** Notes that what `support` weighs may have changed. */
  touch(support: Support): void
  /** Leaves whose weight or claims may have changed since this was last asked; valid until it is asked again. */
  takeTouched(): Numbers
  isStep(support: Support): boolean
  /** The support whose leaf `fact` is, for `#step` facts; else {@link NO_SUPPORT}. */
  supportOfStep(fact: Fact): Support
}

const NONE: readonly Ground[] = []

/** A teller between supports and closure. */
export function createTeller(supports: Supports, links: Links, closure: Closure): Teller {
  const [modes, voices] = [createSheet(OUT), createSheet(0)]
  const grounds = new Map<Support, readonly Ground[]>()
  const [steps, supportOfStep] = [createSheet(NO_FACT), createSheet(NO_SUPPORT)] // both ways between supports and their `#step`s
  let [touched, taken] = [createNumbers(), createNumbers()]

  const touchStep = (support: Support): void => {
    const step = steps.get(support)
    if (step !== NO_FACT) touched.add(step)
  }
  /** What one claim weighs depends on every other for the same statement, so all of them are touched, once. */
  const touch = (support: Support): void => {
    const fact = supports.factOf(support)
    closure.heed(fact)
    if (touched.has(fact)) return touchStep(support)
    touched.add(fact)
    for (let at = supports.firstOf(fact); at !== NO_SUPPORT; at = supports.nextOf(at)) touchStep(at)
  }
  /** A statement's leaf is said while it has at least one plain voice. */
  const raise = (fact: Fact, by: number): void => {
    const [before, after] = [voices.get(fact), voices.get(fact) + by]
    voices.set(fact, after)
    if (before === 0) closure.say(fact)
    if (after === 0) closure.unsay(fact)
  }
  const retie = (support: Support, wanted: readonly Ground[]): void => {
    const held = grounds.get(support) ?? NONE
    // The closure knows its ties by identity: one that is wanted still is the object that was tied, or it could never be untied.
    const next = wanted.map((ground) => held.find((other) => isSame(ground, other)) ?? ground)
    if (next.length > 0) grounds.set(support, next)
    else grounds.delete(support)
    for (const ground of next) if (!held.includes(ground)) closure.tie(ground)
    for (const ground of held) if (!next.includes(ground)) closure.untie(ground)
  }
  const enterStep = (id: ItemId, support: Support): void => {
    const step = links.stepFact(id)
    steps.set(support, step)
    supportOfStep.set(step, support)
    closure.say(step)
  }
  const reconcile = (support: Support): void => {
    const [before, after] = [modes.get(support), links.modeOf(support)]
    modes.set(support, after)
    if (after === STEPPED) retie(support, links.groundsOf(support))
    else if (before === STEPPED) retie(support, NONE)
    if (before !== after) {
      if (after === PLAIN) raise(supports.factOf(support), 1)
      if (before === PLAIN) raise(supports.factOf(support), -1)
      if (after === STEPPED) enterStep(supports.idOf(support), support)
      if (before === STEPPED) closure.unsay(steps.get(support))
    }
    touch(support)
    if (before !== after) for (const citer of links.citersOf(support)) reconcile(citer)
  }
  return {
    reconcile,
    touch,
    takeTouched() {
      taken.clear()
      const full = touched
      touched = taken
      taken = full
      return taken
    },
    isStep: (support) => modes.get(support) === STEPPED,
    supportOfStep: supportOfStep.get,
  }
}

/**
 * Ties that say the same are kept where they are, so that nothing falls only to rise again. Both are of one claim: what they conclude,
 * and from how much, is seen from what they begin with.
 */
function isSame(a: Ground, b: Ground): boolean {
  return a.body.every((fact, at) => b.body[at] === fact)
}
