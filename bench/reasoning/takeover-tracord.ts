/** Takeover, tracord: the node that reasons is cut off without a word, and another publishes the conclusion. */
import { createNode } from '../../src/node/create.ts'
import type { TracordNode } from '../../src/node/node.ts'
import type { Module } from '../../src/node/reasoning/module.ts'
import { createProxy } from '../../test/faults/proxy.ts'
import type { Measured, Params } from '../case.ts'
import { verify } from '../replication/stopwatch.ts'
import { closeAll, listening, sees, until } from './nodes.ts'
import { spreadOf } from './times.ts'

const TIMES = 10

/** Tells two steps, then waits for ever where it began; goes on and concludes where others did. */
const relay: Module = {
  name: 'relay',
  version: '1',
  accepts: () => 900,
  async *run({ goal: { goal }, previous, signal }) {
    if (previous.length === 0) {
      yield { id: 'one', text: 'first' }
      yield { id: 'two', text: 'second', uses: ['one'] }
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    }
    yield { text: 'the rest', uses: previous.map(({ id }) => id), concludes: { frame: goal, slot: 'state', value: 'done' } }
  },
}

/** Cuts one node after another off, and waits for the conclusion. */
export async function run(params: Params): Promise<Measured> {
  const options = { beaconMs: Number(params['beat']), modules: [relay] }
  const hub = await listening('hub', options)
  const stays = await createNode({ name: 'stays', connect: [`ws://127.0.0.1:${hub.port}`], ...options })
  const times: number[] = []
  for (let at = 0; at < TIMES; at++) {
    const proxy = await createProxy(hub.port, `proxy ${at}`)
    const dying = await createNode({ name: `dying ${at}`, connect: [`ws://127.0.0.1:${proxy.port}`], ...options })
    await until(() => sees(dying, 2) && sees(stays, 2), 'they see each other')
    const goal = `goal ${at}`
    dying.ask(goal, { model: 'master', centre: dying.id, timeoutMs: 600_000 }).then(undefined, () => undefined)
    await until(() => sessionOf(stays, goal) === 2, 'two steps are told')
    for (const way of ['up', 'down'] as const) proxy.set(way, { swallow: true })
    const from = performance.now()
    await until(() => stays.traces().some((trace) => trace.goal === goal), 'another publishes the conclusion', 60_000)
    times.push(performance.now() - from)
    verify(stays.frame(goal)['state']?.weight === '1000000', 'one vote came of it')
    await closeAll([dying])
    await proxy.close()
    await until(() => !stays.members().some(({ name, isLive }) => isLive && name === `dying ${at}`), 'the dead one is forgotten')
  }
  await closeAll([hub.node, stays], [hub.http])
  return spreadOf(times)
}

/** How many steps of the session toward `goal` are held. */
function sessionOf(node: TracordNode, goal: string): number {
  return node.sessions().find((session) => session.goal === goal)?.steps ?? 0
}
