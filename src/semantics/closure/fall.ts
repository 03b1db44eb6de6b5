/**
 * Fall: which facts go when some lose a reason to hold. A fact with another proof down to what is said stays, and nothing above it is
 * touched (backward-forward deletion, Motik et al. 2015); where looking for that proof costs more than going on, it is not looked for.
 */
import { HOLDS, LEAF, type Fact, type Facts } from '../store/facts.ts'
import { createFooting } from './footing.ts'
import type { Prover } from './prover.ts'

/** Rule instances that either direction may look at before the other is asked again. */
const EFFORT_FIRST = 256
/** By how much more each further look may cost; so all of them cost little more than the last. */
const EFFORT_GROWTH = 4

/** What falls. */
export interface Fallen {
  readonly facts: readonly Fact[]
  /** Whether none of `facts` has a proof left; else each must be proved again once all of them are gone. */
  readonly exact: boolean
}

/**
 * `falling` and all that was concluded with their help, as far as it holds, is not said directly itself, and was not found to have
 * another proof. Both directions get the same effort, turn by turn, so the cheaper one decides what it costs.
 */
export function fallen(falling: Iterable<Fact>, facts: Facts, prover: Prover): Fallen {
  const rests = (fact: Fact): boolean => facts.is(fact, HOLDS) && !facts.is(fact, LEAF)
  const seeds = [...falling].filter(rests)
  const [footing, gone] = [createFooting(facts, prover), new Set<Fact>()]
  let [waiting, exact, effort] = [[...seeds], true, EFFORT_FIRST]
  let [ahead, until] = [effort, effort]

  /** Allows more, and starts again where that finds footing under something already given up. */
  const lookAgain = (): void => {
    effort *= EFFORT_GROWTH
    ahead = effort
    until = footing.spent() + effort
    for (const seed of seeds) footing.has(seed, until - footing.spent())
    if (![...gone].some(footing.isFirm)) return
    gone.clear()
    waiting = [...seeds]
    exact = true
  }
  for (let fact = waiting.pop(); fact !== undefined; fact = waiting.pop()) {
    if (gone.has(fact)) continue
    const stays = footing.has(fact, until - footing.spent())
    if (stays === true) continue
    if (stays === undefined) exact = false
    gone.add(fact)
    prover.uses(fact, (head) => {
      ahead--
      if (rests(head) && !gone.has(head)) waiting.push(head)
    })
    if (ahead < 0 && !exact) lookAgain()
  }
  return { facts: [...gone], exact }
}
