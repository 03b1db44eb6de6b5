/** Routed, tracord: goals asked of the one node among several that can answer them. */
import { createNode } from '../../src/node/create.ts'
import type { Answer } from '../../src/node/reasoning/answer.ts'
import type { Measured, Params } from '../case.ts'
import { verify } from '../replication/stopwatch.ts'
import { closeAll, instant, listening, sees, until } from './nodes.ts'
import { spreadOf, timed } from './times.ts'

const ASKED = 300
const WARM = 50

/** Joins the nodes, and asks. */
export async function run(params: Params): Promise<Measured> {
  const count = Number(params['nodes'])
  const hub = await listening('hub', { beaconMs: 200 })
  const connect = [`ws://127.0.0.1:${hub.port}`]
  const others = await Promise.all(
    Array.from({ length: count - 1 }, (_, at) =>
      createNode({ name: `node ${at}`, connect, beaconMs: 200, ...(at === 0 ? { modules: [instant] } : {}) }),
    ),
  )
  const [answering, asking] = [others[0]!, others.at(-1)!]
  await until(() => sees(asking, count - 1), 'every node sees the others')
  const answers: Answer[] = []
  const ask = async (at: number): Promise<void> => {
    answers.push(await asking.ask(`goal ${at}`, { model: 'master', centre: answering.id }))
  }
  await timed(WARM, (at) => ask(ASKED + at))
  answers.length = 0
  const times = await timed(ASKED, ask)
  const isRight = answers.every(({ conclusion, standing, module, route }, at) => {
    return conclusion.frame === `answer to goal ${at}` && standing === 'clear' && module === 'instant@1' && route.length > 1
  })
  verify(isRight, 'each goal is answered by the node that can, and its trace is held')
  await closeAll([hub.node, ...others], [hub.http])
  return spreadOf(times)
}
