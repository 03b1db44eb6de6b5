/** Fall: which facts go when some are no longer said: everything that may rest on them, before it is asked what still has a proof. */
import { HOLDS, LEAF, type Fact, type Facts } from '../store/facts.ts'
import type { Prover } from './prover.ts'

/** `falling` and all that was concluded with their help, as far as it holds and is not said directly itself. */
export function fallen(falling: Iterable<Fact>, facts: Facts, prover: Prover): readonly Fact[] {
  const rests = (fact: Fact): boolean => facts.is(fact, HOLDS) && !facts.is(fact, LEAF)
  const gone = new Set([...falling].filter(rests))
  for (const fact of gone) {
    prover.uses(fact, (head) => {
      if (rests(head)) gone.add(head)
    })
  }
  return [...gone]
}
