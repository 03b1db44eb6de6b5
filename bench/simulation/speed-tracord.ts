/** Speed, tracord: drawn storms, one after the other, each held to every promise. */
import { drawScenario } from '../../src/sim/draw/draw.ts'
import { simulate } from '../../src/sim/simulate.ts'
import type { Measured, Params } from '../case.ts'
import { startWatch, verify } from '../replication/stopwatch.ts'

const STORM_MS = 20_000
/** Code that runs for the first time takes twice as long, and a campaign is hundreds of runs in one process. */
const WARM_UP_RUNS = 40
const RUNS = 10

/** Runs the same storms every time. */
export function run(params: Params): Promise<Measured> {
  const nodes = Number(params['nodes'])
  const storm = (seed: string): number => {
    const { isKept, counts } = simulate({ scenario: drawScenario(seed, { nodes, stormMs: STORM_MS }) })
    verify(isKept && counts.acknowledged > 0, `storm ${seed} keeps every promise`)
    return counts.simulatedMs
  }
  for (let at = 0; at < WARM_UP_RUNS; at += 1) storm(`warm ${at}`)
  const read = startWatch()
  let simulatedMs = 0
  for (let at = 0; at < RUNS; at += 1) simulatedMs += storm(`speed ${at}`)
  return Promise.resolve({ speed: simulatedMs / read().cpu })
}
