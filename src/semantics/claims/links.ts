/** Links: which claims rest on which and which are undercut; and so what each of them is to the closure. */
import type { ItemId } from '../../frames/item.ts'
import type { Ground } from '../closure/ground.ts'
import { CLAIM, STEP, UNDERCUT } from '../law/build.ts'
import { NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import { leafOf, type Part } from '../store/part.ts'
import type { Predicates } from '../store/predicates.ts'
import { NO_TERM, type Terms } from '../store/terms.ts'
import { NO_SUPPORT, type Support, type Supports } from './supports.ts'

/** What a support is to the closure: nothing, one voice for its statement's leaf, or a leaf of its own. */
export type Mode = typeof OUT | typeof PLAIN | typeof STEPPED
/** Taken back: it counts nowhere. */
export const OUT = 0
/** One voice among those that make a statement a leaf. */
export const PLAIN = 1
/** A leaf of its own, since it has premises or is undercut. */
export const STEPPED = 2

/** Which claims rest on which, and what each is by that. */
export interface Links {
  cite(premise: ItemId, by: Support): void
  undercut(target: ItemId, by: Support): void
  citersOf(support: Support): readonly Support[]
  /** What `support` is by everything said so far. */
  modeOf(support: Support): Mode
  /** The ground rules of a stepped support: none for the claim itself while a premise is missing. */
  groundsOf(support: Support): readonly Ground[]
  /** What an undercut is about, or {@link NO_SUPPORT} for other supports and where it is not held. */
  targetOf(support: Support): Support
  /** `#undercut(id)`: what undercuts of `id` say. */
  undercutFact(id: ItemId): Fact
  /** `#undercut(id)`, or {@link NO_FACT} when nothing made it. */
  findUndercut(id: ItemId): Fact
  /** `#step(id)`, made when it is new. */
  stepFact(id: ItemId): Fact
  /** `#claim(id)`. */
  claimFact(id: ItemId): Fact
  /** The id that a fact about a claim is about. */
  idIn(fact: Fact): ItemId
}

/** What links are written into. */
export interface LinksParts {
  readonly facts: Facts
  readonly terms: Terms
  readonly predicates: Predicates
  readonly supports: Supports
}

const NONE: readonly Support[] = []

/** Links between the supports of a store. */
export function createLinks({ facts, terms, predicates, supports }: LinksParts): Links {
  const [citers, undercutters] = [new Map<ItemId, Support[]>(), new Map<ItemId, Support[]>()]
  const [stepPred, claimPred, undercutPred] = [
    predicates.of(STEP, 1),
    predicates.of(CLAIM, 1),
    predicates.of(UNDERCUT, 1),
  ]

  const about = (pred: number, id: ItemId): Fact => facts.of(pred, terms.of(id), NO_TERM)
  const find = (pred: number, id: ItemId): Fact => {
    const term = terms.find(id)
    return term === NO_TERM ? NO_FACT : facts.find(pred, term, NO_TERM)
  }
  const idIn = (fact: Fact): ItemId => terms.valueOf(facts.aOf(fact)) as ItemId
  const isUndercut = (support: Support): boolean =>
    undercutters.size > 0 && undercutters.get(supports.idOf(support))?.some((by) => !supports.isWithdrawn(by)) === true
  const modeOf = (support: Support): Mode => {
    if (supports.isWithdrawn(support)) return OUT
    return supports.premisesOf(support).length > 0 || isUndercut(support) ? STEPPED : PLAIN
  }
  /**
   * What a premise stands for, or undefined while nothing live has this id. A plain claim stands for the leaf that it speaks for, and
   * not for its statement: whatever else proves that is nothing that was cited.
   */
  const premisePart = (id: ItemId): Part | undefined => {
    const support = supports.find(id)
    if (support === NO_SUPPORT || supports.isWithdrawn(support)) return undefined
    return modeOf(support) === STEPPED ? about(claimPred, id) : leafOf(supports.factOf(support))
  }
  return {
    cite: (premise, by) => note(citers, premise, by),
    undercut: (target, by) => note(undercutters, target, by),
    citersOf: (support) => (citers.size === 0 ? NONE : (citers.get(supports.idOf(support)) ?? NONE)),
    modeOf,
    groundsOf(support) {
      const id = supports.idOf(support)
      const claim = about(claimPred, id)
      const premises = supports.premisesOf(support).map(premisePart)
      const said = { head: supports.factOf(support), body: [claim] }
      if (premises.includes(undefined)) return [said]
      return [{ head: claim, body: [about(stepPred, id), ...premises.filter((part) => part !== undefined)] }, said]
    },
    targetOf(support) {
      const fact = supports.factOf(support)
      return facts.predOf(fact) === undercutPred ? supports.find(idIn(fact)) : NO_SUPPORT
    },
    undercutFact: (id) => about(undercutPred, id),
    stepFact: (id) => about(stepPred, id),
    findUndercut: (id) => find(undercutPred, id),
    claimFact: (id) => about(claimPred, id),
    idIn,
  }
}

function note(map: Map<ItemId, Support[]>, id: ItemId, support: Support): void {
  const held = map.get(id)
  if (held === undefined) map.set(id, [support])
  else held.push(support)
}
