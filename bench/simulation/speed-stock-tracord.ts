/** Speed with stock peers, tracord: three nodes, the last of which only a stock automerge-repo peer connects with the others. */
import { drawScenario } from '../../src/sim/draw/draw.ts'
import { play } from '../../src/sim/play.ts'
import type { Measured, Params } from '../case.ts'
import { startWatch, verify } from '../replication/stopwatch.ts'

const STORM_MS = 20_000
const WARM_UP_RUNS = 2
const RUNS = 6

/** Runs the same storms every time. */
export async function run(params: Params): Promise<Measured> {
  const nodes = Number(params['nodes'])
  const storm = async (seed: string): Promise<number> => {
    const scenario = drawScenario(seed, { nodes, stormMs: STORM_MS, storm: 'nodes', stock: true })
    const { isKept, counts } = await play({ scenario })
    verify(isKept && counts.acknowledged > 0, `storm ${seed} keeps every promise`)
    return counts.simulatedMs
  }
  for (let at = 0; at < WARM_UP_RUNS; at += 1) await storm(`warm ${at}`)
  const read = startWatch()
  let simulatedMs = 0
  for (let at = 0; at < RUNS; at += 1) simulatedMs += await storm(`stock ${at}`)
  return { speed: simulatedMs / read().cpu }
}
