/**
 * Fall: which facts go when some lose a reason to hold. A fact with another proof down to what is said stays, and nothing above it is
 * touched (backward-forward deletion, Motik et al. 2015); where looking for that proof costs more than going on, it is not looked for.
 */
import { HOLDS, LEAF, type Fact, type Facts } from '../store/facts.ts'
import { createFooting, type Footing } from './footing.ts'
import type { Prover } from './prover.ts'

/** Rule instances that the first round may look at, each way. */
const EFFORT_FIRST = 256
/** By how much more each further round may look at; so all rounds cost little more than the last. */
const EFFORT_GROWTH = 4

/** What falls. */
export interface Fallen {
  readonly facts: readonly Fact[]
  /** Whether none of `facts` has a proof left; else each must be proved again once all of them are gone. */
  readonly exact: boolean
}

/**
 * `falling` and all that was concluded with their help, as far as it holds, is not said directly itself, and was not found to have
 * another proof. Both directions get the same effort, round by round, so the cheaper one decides what it costs.
 */
export function fallen(falling: Iterable<Fact>, facts: Facts, prover: Prover): Fallen {
  const rests = (fact: Fact): boolean => facts.is(fact, HOLDS) && !facts.is(fact, LEAF)
  const seeds = [...falling].filter(rests)
  if (seeds.length === 0) return { facts: [], exact: true }
  const footing = createFooting(facts, prover)
  for (let effort = EFFORT_FIRST; ; effort *= EFFORT_GROWTH) {
    const found = spread({ seeds, rests, prover, footing }, effort)
    if (found !== undefined) return found
  }
}

interface Spreading {
  readonly seeds: readonly Fact[]
  rests(fact: Fact): boolean
  readonly prover: Prover
  readonly footing: Footing
}

/** One round; undefined where it took too much and a longer look for other proofs might spare it. */
function spread({ seeds, rests, prover, footing }: Spreading, effort: number): Fallen | undefined {
  const [gone, until] = [new Set<Fact>(), footing.spent() + effort]
  const waiting = [...seeds]
  let [exact, ahead] = [true, effort]
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
    if (ahead < 0 && !exact) return undefined
  }
  return { facts: [...gone], exact }
}
