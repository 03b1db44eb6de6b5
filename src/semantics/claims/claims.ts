/** Claims: what was said, item by item and in any order, as records and as what the closure is told. */
import { CONFIDENCE_MAX } from '../../base/limits.ts'
import type { Claim, ItemId, Said, Undercut } from '../../frames/item.ts'
import type { Value } from '../../frames/value.ts'
import type { Closure } from '../closure/closure.ts'
import { DIFFERENT_FROM, SAME_AS, TYPE } from '../law/build.ts'
import type { Fact, Facts } from '../store/facts.ts'
import type { Numbers } from '../store/numbers.ts'
import type { Predicates } from '../store/predicates.ts'
import type { Terms } from '../store/terms.ts'
import { createLinks } from './links.ts'
import { ALWAYS, stretchOf } from './span.ts'
import { createSupports, NO_SUPPORT, type Support, type Supports } from './supports.ts'
import { createTeller } from './teller.ts'

/** What was said, and what it is to the closure. */
export interface Claims {
  /** Adds a claim or an undercut, which may count for nothing; repetition changes nothing. False when it changed nothing. */
  add(said: Said, isOut: boolean): boolean
  /** Takes a support out, as if it had been taken back, or back in. False when it is so already. */
  setOut(support: Support, isOut: boolean): boolean
  /** Lets what `id` names count as taken back, or no longer, whatever else does. False when that changes nothing. */
  silence(id: ItemId, isSilent: boolean): boolean
  readonly supports: Supports
  /** Leaves whose weight or claims may have changed since this was last asked. */
  takeTouched(): Numbers
  /** Notes that the claim that `fact` (a `#claim`) is about came to hold, or no longer does. */
  touchClaim(fact: Fact): void
  /** Whether the support is a leaf of its own: it has premises, or somebody undercuts it. */
  isStep(support: Support): boolean
  /** The support whose leaf `fact` is, for `#step` facts; else `NO_SUPPORT`. */
  supportOfStep(fact: Fact): Support
  /** The authors who say `leaf` directly: by plain claims, or by the step that it is. */
  sayersOf(leaf: Fact): readonly string[]
  /** `#undercut(id)`: what undercuts of the claim say; NO_FACT while there is none. */
  undercutFactOf(support: Support): Fact
  /** `#claim(id)`: holds when the step and its premises do. */
  claimFactOf(support: Support): Fact
}

/** What claims are written into. */
export interface ClaimsParts {
  readonly facts: Facts
  readonly terms: Terms
  readonly predicates: Predicates
  readonly closure: Closure
}

/** Claims over a store and its closure; nothing is said yet. */
export function createClaims({ facts, terms, predicates, closure }: ClaimsParts): Claims {
  const supports = createSupports()
  const links = createLinks({ facts, terms, predicates, supports })
  const teller = createTeller(supports, links, closure)

  const factOf = ({ frame, slot, value, not }: Claim): Fact =>
    facts.of(predicates.of(slot, 2, not === true), terms.ofFrame(frame), terms.of(slotValue(slot, value)))
  const addClaim = ({ id, by, proved = false, session, visits }: Said, claim: Claim, isOut: boolean): Support => {
    const { confidence = CONFIDENCE_MAX, valid, because = [] } = claim
    const window = valid === undefined ? ALWAYS : stretchOf(valid)
    const said = { by, fact: factOf(claim), confidence, window, premises: because, proved, session, visits, isOut }
    const support = supports.add(id, said)
    for (const premise of because) links.cite(premise, support)
    return support
  }
  const addUndercut = ({ id, by }: Said, { claim, confidence = CONFIDENCE_MAX }: Undercut, isOut: boolean): Support => {
    const fact = links.undercutFact(claim)
    const support = supports.add(id, { by, fact, confidence, window: ALWAYS, premises: [], proved: false, isOut })
    links.undercut(claim, support)
    return support
  }
  /** An undercut changes what its target is, too. */
  const reconcile = (support: Support): void => {
    teller.reconcile(support)
    const target = links.targetOf(support)
    if (target !== NO_SUPPORT) teller.reconcile(target)
  }
  return {
    supports,
    takeTouched: teller.takeTouched,
    isStep: teller.isStep,
    supportOfStep: teller.supportOfStep,
    sayersOf(leaf) {
      const step = teller.supportOfStep(leaf)
      if (step !== NO_SUPPORT) return [supports.authorOf(step)]
      return supports.of(leaf).flatMap((support) => (teller.isStep(support) ? [] : [supports.authorOf(support)]))
    },
    undercutFactOf: (support) => links.findUndercut(supports.idOf(support)),
    claimFactOf: (support) => links.claimFact(supports.idOf(support)),
    touchClaim(fact) {
      const support = supports.find(links.idIn(fact))
      if (support !== NO_SUPPORT) teller.touch(support)
    },
    setOut(support, isOut) {
      if (!supports.setOut(support, isOut)) return false
      reconcile(support)
      return true
    },
    silence(id, isSilent) {
      const support = supports.silence(id, isSilent)
      if (support !== NO_SUPPORT) reconcile(support)
      return support !== NO_SUPPORT
    },
    add(said, isOut) {
      const { item } = said
      if (item.k !== 'claim' && item.k !== 'undercut') return false
      if (supports.find(said.id) !== NO_SUPPORT) return false
      reconcile(item.k === 'claim' ? addClaim(said, item, isOut) : addUndercut(said, item, isOut))
      return true
    },
  }
}

/** Types are named by strings; `sameAs` and `differentFrom` hold references. */
export function slotValue(slot: string, value: Value): Value {
  if (slot === TYPE) return typeof value === 'object' && 'ref' in value ? value.ref : value
  if (slot !== SAME_AS && slot !== DIFFERENT_FROM) return value
  return typeof value === 'string' ? { ref: value } : value
}
