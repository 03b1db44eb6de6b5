/** Routed, slow, tracord: three ways to an answer over slow links, one of which is dead. */
import { createNode } from '../../src/node/create.ts'
import type { Answer } from '../../src/node/reasoning/answer.ts'
import { createProxy } from '../../test/faults/proxy.ts'
import type { Measured, Params } from '../case.ts'
import { verify } from '../replication/stopwatch.ts'
import { closeAll, instant, listening, sees, until } from './nodes.ts'
import { spreadOf, timed } from './times.ts'

const ASKED = 60
const WARM = 10
const ROUTES = 3

/** Joins the nodes, lets one way die, and asks. */
export async function run(params: Params): Promise<Measured> {
  const delayMs = Number(params['link'])
  const ends = await Promise.all(Array.from({ length: ROUTES }, (_, at) => listening(`end ${at}`, { modules: [instant], beaconMs: 500 })))
  const proxies = await Promise.all(ends.map(({ port }, at) => createProxy(port, `proxy ${at}`)))
  for (const proxy of proxies) for (const way of ['up', 'down'] as const) proxy.set(way, { delayMs })
  const connect = proxies.map(({ port }) => `ws://127.0.0.1:${port}`)
  const asking = await createNode({ name: 'asking', connect, beaconMs: 500 })
  await until(() => sees(asking, ROUTES), 'the asking node sees all three')
  const answers: Answer[] = []
  const ask = async (at: number): Promise<void> => {
    answers.push(await asking.ask(`goal ${at}`))
  }
  await timed(WARM, (at) => ask(ASKED + at))
  answers.length = 0
  for (const way of ['up', 'down'] as const) proxies[0]!.set(way, { swallow: true })
  const times = await timed(ASKED, ask)
  const dead = ends[0]!.node.id
  verify(answers.every(({ route }) => route.at(-1) !== dead), 'no answer comes over the dead way')
  verify(answers.every(({ conclusion }, at) => conclusion.frame === `answer to goal ${at}`), 'each goal is answered')
  await closeAll([asking, ...ends.map(({ node }) => node)], ends.map(({ http }) => http))
  for (const proxy of proxies) await proxy.close()
  return spreadOf(times)
}
