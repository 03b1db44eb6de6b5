/** Order-free: the judgement is that of the same entries told in another order, to an engine that knew nothing. */
import { createRandom } from '../../base/random.ts'
import type { Said } from '../../frames/item.ts'
import type { Checker } from '../outcome.ts'

/** One seed in so many is judged again. */
export const JUDGED_AGAIN_EVERY = 4

/** Complains when the shuffled entries are judged otherwise. */
export const orderFree: Checker = ({ nodes, scenario, saidBy, judge }) => {
  const [first] = nodes
  const random = createRandom(`${scenario.seed}/order`)
  if (first === undefined || random.below(JUDGED_AGAIN_EVERY) > 0) return []
  // Who belongs, and by which law, is not the founding record's alone.
  if (scenario.workload.realm !== undefined) return []
  // Learned quality is sealed entry by entry, and of a log that forked only its author's silence is left.
  if (scenario.workload.policy?.['learn'] === true || scenario.faults.hostile.length > 0) return []
  const said: Said[] = [...saidBy(first)]
  for (let at = said.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1)
    const [a, b] = [said[at], said[other]]
    if (a !== undefined && b !== undefined) [said[at], said[other]] = [b, a]
  }
  const digest = judge(said, [])
  if (digest === first.verdict) return []
  return [{ why: `${first.name} certifies ${first.verdict}, and its entries in another order give ${digest}` }]
}
