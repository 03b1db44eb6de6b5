/**
 * Fall: which facts go when some lose a reason to hold. A fact with another proof down to what is said stays, and nothing above it is
 * touched (backward-forward deletion, Motik et al. 2015); where looking for that proof costs more than going on, it is not looked for.
 */
import { EDGE, HOLDS, LEAF, type Fact, type Facts } from '../store/facts.ts'
import { asEdge, asFact } from './footed.ts'
import { createFooting, type Footing } from './footing.ts'
import type { Prover } from './prover.ts'

/** Rule instances that either direction may look at before the other is asked again. */
const EFFORT_FIRST = 256
/** By how much more each further look may cost; so all of them cost little more than the last. */
const EFFORT_GROWTH = 4

/** What falls. */
export interface Fallen {
  readonly gone: ReadonlySet<Fact>
  /** Facts that hold, but as edges no more. */
  readonly paths: ReadonlySet<Fact>
  /** Whether nothing of all that has a proof left; else each must be proved again once all of it is gone. */
  readonly exact: boolean
}

/**
 * `falling` and all that was concluded with their help, as far as it holds, is not said directly itself, and was not found to have
 * another proof. Both directions get the same effort, turn by turn, so the cheaper one decides what it costs.
 */
export function fallen(falling: Iterable<Fact>, facts: Facts, prover: Prover): Fallen {
  const rests = (fact: Fact): boolean => facts.is(fact, HOLDS) && !facts.is(fact, LEAF)
  const [seeds, footing] = [[...falling].filter(rests), createFooting(facts, prover)]
  const [gone, paths] = [new Set<Fact>(), new Set<Fact>()]
  let [waiting, exact, effort] = [[...seeds], true, EFFORT_FIRST]
  let [ahead, until] = [effort, effort]

  /** Allows more, and starts again where that finds footing under something already given up. */
  const lookAgain = (): void => {
    effort *= EFFORT_GROWTH
    ahead = effort
    until = footing.spent() + effort
    for (const seed of seeds) footing.has(asFact(seed), until - footing.spent())
    if (![...gone].some((fact) => footing.isFirm(asFact(fact))) && ![...paths].some((fact) => footing.isFirm(asEdge(fact)))) return
    gone.clear()
    paths.clear()
    waiting = [...seeds]
    exact = true
  }
  for (let fact = waiting.pop(); fact !== undefined; fact = waiting.pop()) {
    if (gone.has(fact)) continue
    const stays = staysAs(fact, { facts, prover, footing }, () => until - footing.spent())
    if (stays === 'as it is' || (stays === 'as a path' && paths.has(fact))) continue
    const given = stays === 'as a path' ? paths : gone
    given.add(fact)
    if (given === gone) paths.delete(fact)
    exact &&= footing.isSure()
    prover.uses(fact, (head) => {
      ahead--
      if (rests(head) && !gone.has(head)) waiting.push(head)
    })
    if (ahead < 0 && !exact) lookAgain()
  }
  return { gone, paths, exact }
}

interface Looked {
  readonly facts: Facts
  readonly prover: Prover
  readonly footing: Footing
}

/** What is found of a fact that lost a reason to hold, by a look of limited effort. */
function staysAs(fact: Fact, { facts, prover, footing }: Looked, effort: () => number): 'as it is' | 'as a path' | 'not' {
  if (footing.has(asFact(fact), effort()) !== true) return 'not'
  if (!facts.is(fact, EDGE) || !prover.hasPaths(facts.predOf(fact))) return 'as it is'
  return footing.has(asEdge(fact), effort()) === true ? 'as it is' : 'as a path'
}
