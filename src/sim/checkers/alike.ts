/** Alike: while faults last, nodes that can reach each other and work hold nearly the same of what had time to arrive. */
import type { Checker, Complaint } from '../outcome.ts'

/** Fewer pairs looked at say nothing: one late message among few is a large part of them. */
export const PAIRS_MIN = 300
/** Of a thousand pairs so many agree at least, in a single run; the mean of many runs is far above. */
export const AGREEING_PERMILLE_MIN = 600
/** Of a thousand frames looked at so many differ at most, in a single run. */
export const UNLIKE_PERMILLE_MAX = 500

/**
 * Complains when fewer agree or more differ than that. In a closed realm it does not look: who is not a member yet, or was removed,
 * is told nothing, and that is no delay.
 */
export const alike: Checker = ({ scenario, alike: { pairs, agreeing, frames, unlike } }) => {
  if (scenario.workload.realm !== undefined || pairs < PAIRS_MIN) return []
  const agree = Math.floor((1_000 * agreeing) / pairs)
  const differ = frames === 0 ? 0 : Math.ceil((1_000 * unlike) / frames)
  const complaints: Complaint[] = []
  if (agree < AGREEING_PERMILLE_MIN) {
    complaints.push({ why: `during the storm only ${agree} of 1,000 pairs of nodes agreed on a claim two seconds old` })
  }
  if (differ > UNLIKE_PERMILLE_MAX) {
    complaints.push({ why: `during the storm ${differ} of 1,000 frames were not held alike two seconds later` })
  }
  return complaints
}
