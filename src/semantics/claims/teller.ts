/** Teller: keeps the closure told of what each support is, whenever that changes, and remembers whose weight may have changed by it. */
import type { ItemId } from '../../frames/item.ts'
import type { Closure } from '../closure/closure.ts'
import type { Ground } from '../closure/ground.ts'
import { createSheet } from '../store/column.ts'
import { NO_FACT, type Fact } from '../store/facts.ts'
import { OUT, PLAIN, STEPPED, type Links } from './links.ts'
import { NO_SUPPORT, type Support, type Supports } from './supports.ts'

/** Keeps the closure told. */
export interface Teller {
  /** Brings what the closure was told of `support`, and of those that cite it, up to what it now is. */
  reconcile(support: Support): void
  /** Notes that what `support` weighs may have changed. */
  touch(support: Support): void
  /** Leaves whose weight or claims may have changed since this was last asked. */
  takeTouched(): ReadonlySet<Fact>
  isStep(support: Support): boolean
  /** The support whose leaf `fact` is, for `#step` facts; else {@link NO_SUPPORT}. */
  supportOfStep(fact: Fact): Support
}

const NONE: readonly Ground[] = []

/** A teller between supports and closure. */
export function createTeller(supports: Supports, links: Links, closure: Closure): Teller {
  const [modes, voices] = [createSheet(OUT), createSheet(0)]
  const grounds = new Map<Support, readonly Ground[]>()
  const steps = new Map<Fact, Support>()
  let touched = new Set<Fact>()

  /** What one claim weighs depends on every other for the same statement, so all of them are touched. */
  const touch = (support: Support): void => {
    const fact = supports.factOf(support)
    touched.add(fact)
    if (steps.size === 0) return
    for (const other of [support, ...supports.of(fact)]) {
      const step = links.findStep(supports.idOf(other))
      if (step !== NO_FACT) touched.add(step)
    }
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
    steps.set(step, support)
    closure.say(step)
  }
  const reconcile = (support: Support): void => {
    const [before, after, id] = [modes.get(support), links.modeOf(support), supports.idOf(support)]
    modes.set(support, after)
    if (after === STEPPED) retie(support, links.groundsOf(support))
    else if (before === STEPPED) retie(support, NONE)
    if (before !== after) {
      if (after === PLAIN) raise(supports.factOf(support), 1)
      if (before === PLAIN) raise(supports.factOf(support), -1)
      if (after === STEPPED) enterStep(id, support)
      if (before === STEPPED) closure.unsay(links.stepFact(id))
    }
    touch(support)
    if (before !== after) for (const citer of links.citersOf(id)) reconcile(citer)
  }
  return {
    reconcile,
    touch,
    takeTouched() {
      const taken = touched
      touched = new Set()
      return taken
    },
    isStep: (support) => modes.get(support) === STEPPED,
    supportOfStep: (fact) => steps.get(fact) ?? NO_SUPPORT,
  }
}

/** Ties that say the same are kept where they are, so that nothing falls only to rise again. */
function isSame(a: Ground, b: Ground): boolean {
  return a.head === b.head && a.body.length === b.body.length && a.body.every((fact, at) => b.body[at] === fact)
}
