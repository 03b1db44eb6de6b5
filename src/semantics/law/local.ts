/** Local: laws under which how a frame stands follows from what is said of that frame alone, so that it can be judged before the rest. */
import type { Facet, Law } from '../../frames/facet.ts'
import { FIRINGS_MAX } from '../closure/budget.ts'
import { DIFFERENT_FROM, SAME_AS } from './build.ts'

/** Negative claims, or undercuts, up to which no budget is exceeded under a local law: each breaks at most one denial. */
export const LOCAL_NEGATIVES_MAX = FIRINGS_MAX

/**
 * Whether `law` is local: no types, no rules, at most so many values of a slot, and nothing is learned of authors from what they say.
 * That holds as long as nothing is said to be one thing under two names ({@link isOfTwoNames}), and no claim rests on another.
 */
export function isLocalLaw({ types, rules, slots, policy }: Law): boolean {
  const isPlain = (facet: Facet): boolean => facet.k === 'atMost' && facet.of === undefined
  const weighsAlone = !policy.learn && policy.learned === undefined && policy.floor === undefined
  const isEasy = types.length === 0 && rules.length === 0 && policy.una && policy.steps.perRule >= LOCAL_NEGATIVES_MAX
  return isEasy && weighsAlone && Object.values(slots).every((facets) => facets.every(isPlain))
}

/** Whether a claim of this slot speaks of two frames at once. */
export function isOfTwoNames(slot: string): boolean {
  return slot === SAME_AS || slot === DIFFERENT_FROM
}
