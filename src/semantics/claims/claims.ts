/** Claims: takes items in any order and keeps the closure told what is said directly, and what rests on what. */
import type { Claim, ItemId, Said, Undercut } from '../../frames/item.ts'
import type { Value } from '../../frames/value.ts'
import { CONFIDENCE_MAX } from '../../base/limits.ts'
import type { Closure } from '../closure/closure.ts'
import type { Ground } from '../closure/ground.ts'
import { CLAIM, DIFFERENT_FROM, SAME_AS, STEP, TYPE, UNDERCUT } from '../law/build.ts'
import { createSheet } from '../store/column.ts'
import { NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Predicates } from '../store/predicates.ts'
import { NO_TERM, type Terms } from '../store/terms.ts'
import { ALWAYS, stretchOf } from './span.ts'
import { createSupports, NO_SUPPORT, type Support, type Supports } from './supports.ts'

export interface Claims {
  /** Adds one item; repetition changes nothing. False when it was held already. */
  add(said: Said): boolean
  readonly supports: Supports
  /** Facts whose claims changed since this was last asked. */
  takeTouched(): ReadonlySet<Fact>
  /** Notes that the claim that `fact` (a `#claim`) is about came to hold, or no longer does. */
  touchClaim(fact: Fact): void
  /** Whether the support is a leaf of its own: it has premises, or somebody undercuts it. */
  isStep(support: Support): boolean
  /** The support whose leaf `fact` is, for `#step` facts. */
  supportOfStep(fact: Fact): Support
  /** `#claim(id)`: holds when the step and its premises do. */
  claimFactOf(support: Support): Fact
  /** The fact of a statement as it is claimed, made when it is new. */
  factOf(frame: string, slot: string, value: Value, not: boolean): Fact
}

export interface ClaimsParts {
  readonly facts: Facts
  readonly terms: Terms
  readonly predicates: Predicates
  readonly closure: Closure
}

const [OUT, PLAIN, STEPPED] = [0, 1, 2]

export function createClaims({ facts, terms, predicates, closure }: ClaimsParts): Claims {
  const supports = createSupports()
  const [modes, plainCounts] = [createSheet(OUT), createSheet(0)]
  const grounds = new Map<Support, readonly Ground[]>()
  const steps = new Map<Fact, Support>()
  const [citers, undercutters] = [new Map<ItemId, Support[]>(), new Map<ItemId, Support[]>()]
  const [stepPred, claimPred, undercutPred] = [predicates.of(STEP, 1), predicates.of(CLAIM, 1), predicates.of(UNDERCUT, 1)]

  let touched = new Set<Fact>()

  const about = (pred: number, id: ItemId): Fact => facts.of(pred, terms.of(id), NO_TERM)
  const isUndercut = (id: ItemId): boolean => undercutters.get(id)?.some((support) => !supports.isWithdrawn(support)) === true
  const wanted = (support: Support): number => {
    if (supports.isWithdrawn(support)) return OUT
    return supports.premisesOf(support).length > 0 || isUndercut(supports.idOf(support)) ? STEPPED : PLAIN
  }
  /** The fact that a premise stands for, or undefined while nothing live has this id. */
  const premiseFact = (id: ItemId): Fact | undefined => {
    const support = supports.find(id)
    if (support === NO_SUPPORT || supports.isWithdrawn(support)) return undefined
    return wanted(support) === STEPPED ? about(claimPred, id) : supports.factOf(support)
  }
  const groundsOf = (support: Support): Ground[] => {
    const id = supports.idOf(support)
    const claim = about(claimPred, id)
    const rests = supports.premisesOf(support).map(premiseFact)
    const body = [about(stepPred, id), ...rests.filter((fact) => fact !== undefined)]
    const given = body.length === rests.length + 1 ? [{ head: claim, body }] : []
    return [...given, { head: supports.factOf(support), body: [claim] }]
  }
  const count = (fact: Fact, by: number): void => {
    const [before, after] = [plainCounts.get(fact), plainCounts.get(fact) + by]
    plainCounts.set(fact, after)
    if (before === 0) closure.say(fact)
    if (after === 0) closure.unsay(fact)
  }
  const regrounded = (support: Support, after: number): void => {
    const [held, wants] = [grounds.get(support) ?? [], after === STEPPED ? groundsOf(support) : []]
    if (after === STEPPED) grounds.set(support, wants)
    else grounds.delete(support)
    for (const ground of wants) if (!held.some((other) => isSame(ground, other))) closure.tie(ground)
    for (const ground of held) if (!wants.some((other) => isSame(ground, other))) closure.untie(ground)
  }
  /** What one claim weighs depends on every other for the same statement, so all of them are touched. */
  const touch = (support: Support): void => {
    const fact = supports.factOf(support)
    touched.add(fact)
    if (steps.size === 0) return
    for (const other of [support, ...supports.of(fact)]) {
      const step = facts.find(stepPred, terms.find(supports.idOf(other)), NO_TERM)
      if (step !== NO_FACT) touched.add(step)
    }
  }
  /** Brings what the closure was told of `support`, and of those that cite it, up to what it now is. */
  const reconcile = (support: Support): void => {
    const [before, after] = [modes.get(support), wanted(support)]
    modes.set(support, after)
    touch(support)
    if (before === STEPPED || after === STEPPED) regrounded(support, after)
    if (before === after) return
    if (after === PLAIN) count(supports.factOf(support), 1)
    if (before === PLAIN) count(supports.factOf(support), -1)
    const step = before === STEPPED || after === STEPPED ? about(stepPred, supports.idOf(support)) : undefined
    if (step !== undefined && after === STEPPED) [steps.set(step, support), closure.say(step)]
    if (step !== undefined && before === STEPPED) closure.unsay(step)
    for (const citer of citers.get(supports.idOf(support)) ?? []) reconcile(citer)
  }
  const factOf = (frame: string, slot: string, value: Value, not: boolean): Fact =>
    facts.of(predicates.of(slot, 2, not), terms.ofFrame(frame), terms.of(slotValue(slot, value)))
  const note = (map: Map<ItemId, Support[]>, id: ItemId, support: Support): void => {
    const held = map.get(id)
    if (held === undefined) map.set(id, [support])
    else held.push(support)
  }
  const addClaim = ({ id, by }: Said, claim: Claim): Support => {
    const { frame, slot, value, not = false, confidence = CONFIDENCE_MAX, valid, because = [] } = claim
    const window = valid === undefined ? ALWAYS : stretchOf(valid)
    const support = supports.add({ id, by, fact: factOf(frame, slot, value, not), confidence, window, premises: because })
    for (const premise of because) note(citers, premise, support)
    return support
  }
  const addUndercut = ({ id, by }: Said, { claim, confidence = CONFIDENCE_MAX }: Undercut): Support => {
    const support = supports.add({ id, by, fact: about(undercutPred, claim), confidence, window: ALWAYS, premises: [] })
    note(undercutters, claim, support)
    return support
  }
  const settle = (support: Support): void => {
    reconcile(support)
    const target = undercutTarget(support)
    if (target !== NO_SUPPORT) reconcile(target)
  }
  /** What an undercut is about, where that is held. */
  const undercutTarget = (support: Support): Support => {
    const fact = supports.factOf(support)
    return facts.predOf(fact) === undercutPred ? supports.find(terms.valueOf(facts.aOf(fact)) as ItemId) : NO_SUPPORT
  }
  return {
    supports,
    factOf,
    takeTouched() {
      const taken = touched
      touched = new Set()
      return taken
    },
    touchClaim(fact) {
      const support = supports.find(terms.valueOf(facts.aOf(fact)) as ItemId)
      if (support !== NO_SUPPORT) touch(support)
    },
    add(said) {
      const { item } = said
      if (item.k === 'ignored') return false
      if (item.k === 'withdraw') {
        const out = supports.withdraw(item.claim, said.by)
        if (out !== NO_SUPPORT) settle(out)
        return out !== NO_SUPPORT
      }
      if (supports.find(said.id) !== NO_SUPPORT) return false
      settle(item.k === 'claim' ? addClaim(said, item) : addUndercut(said, item))
      return true
    },
    isStep: (support) => modes.get(support) === STEPPED,
    supportOfStep: (fact) => steps.get(fact) ?? NO_SUPPORT,
    claimFactOf: (support) => about(claimPred, supports.idOf(support)),
  }
}

function isSame(a: Ground, b: Ground): boolean {
  return a.head === b.head && a.body.length === b.body.length && a.body.every((fact, at) => b.body[at] === fact)
}

/** Types are named by strings; `sameAs` and `differentFrom` hold references. */
export function slotValue(slot: string, value: Value): Value {
  if (slot === TYPE) return typeof value === 'object' && 'ref' in value ? value.ref : value
  if (slot !== SAME_AS && slot !== DIFFERENT_FROM) return value
  return typeof value === 'string' ? { ref: value } : value
}
