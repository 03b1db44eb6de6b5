/** The thousand storms of the tests: how many nodes each has and how long it lasts, by its number. */
import { drawScenario, sharesOf } from '../../src/sim/draw/draw.ts'
import type { Scenario } from '../../src/sim/scenario.ts'

/** Storms of a whole run. */
export const STORMS = 1_000
/** Honest members of one storm after another: most are small, since a storm costs by the square of its members. */
const NODES = [3, 4, 3, 5, 3, 4, 3, 6, 3, 4, 3, 5, 3, 4, 3, 7, 3, 4, 3, 5]
/** How long one storm after another lasts, in minutes as `tracord sim` is told them: 3, 6 or 9 simulated seconds. */
const MINUTES = [0.05, 0.1, 0.05, 0.15, 0.05, 0.1, 0.05]
const MS_PER_MINUTE = 60_000

/** One of them: some have nodes that reason, others a closed realm, documents or stock peers, in the shares of any campaign. */
export function stormAt(at: number): Scenario {
  const seed = seedAt(at)
  return drawScenario(seed, { nodes: nodesAt(at), stormMs: Math.round(minutesAt(at) * MS_PER_MINUTE), ...sharesOf(seed) })
}

/** What a person types to run it again. */
export function replayAt(at: number): string {
  return `tracord sim --seed '${seedAt(at)}' --nodes ${nodesAt(at)} --minutes ${minutesAt(at)}`
}

const seedAt = (at: number): string => `storm ${at}`
const nodesAt = (at: number): number => NODES[at % NODES.length]!
const minutesAt = (at: number): number => MINUTES[at % MINUTES.length]!
