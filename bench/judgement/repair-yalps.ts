/** Repair, YALPS: one repair of least weight by integer programming in floats; which of several, and who stands, it does not say. */
import type { Measured, Params } from '../case.ts'
import { disputes, leastVotes, timedOf, warmOf } from './disputes.ts'
import { percentilesOf, sampled } from './samples.ts'

/** Times the same components. */
export async function run(params: Params): Promise<Measured> {
  const conflicts = Number(params['conflicts'])
  for (const problem of disputes(conflicts, warmOf(conflicts), 'warm')) leastVotes(problem)
  const times = sampled(disputes(conflicts, timedOf(conflicts), 'timed'), (problem) => void leastVotes(problem))
  const { p50 = 0, p99 = 0 } = percentilesOf(times)
  return { p50: p50 / 1_000, p99: p99 / 1_000 }
}
