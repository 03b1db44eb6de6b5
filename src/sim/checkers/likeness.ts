/** Likeness: while faults last, nodes that can reach each other hold the same claims but for the latest. After it, all: see convergence. */
import type { Alike, Checker, Complaint } from '../outcome.ts'

/** Permille of pairs of nodes that agree on a claim two seconds old, at the least: a campaign's are above 900, its worst storms below. */
const AGREEING_MIN = 600
/** Permille of such claims that some node of a part lacks, at the most: a campaign's are below 50. */
const UNLIKE_MAX = 500
/** Of fewer than so many, one lost message makes too much of the ratio. */
const PAIRS_MIN = 1_000
const CLAIMS_MIN = 500
/** Permille of messages: nothing is promised of wires that lose or spoil more, for beacons are lost on them too. */
const LOSS_MAX = 150

/** Complains of a storm in which too few pairs agreed, or too many claims were not held alike. */
export const likeness: Checker = ({ alike, scenario: { faults } }) =>
  faults.wire.lossPermille + faults.wire.corruptPermille > LOSS_MAX ? [] : complaintsOf(alike)

const complaintsOf = ({ pairs, agreeing, frames, unlike }: Alike): readonly Complaint[] => [
  ...(pairs >= PAIRS_MIN && agreeing * 1_000 < pairs * AGREEING_MIN
    ? [{ why: `of ${pairs} pairs of nodes that could reach each other only ${agreeing} agreed on a claim` }]
    : []),
  ...(frames >= CLAIMS_MIN && unlike * 1_000 > frames * UNLIKE_MAX
    ? [{ why: `of ${frames} claims two seconds old ${unlike} were not held by all that could reach each other` }]
    : []),
]
