/** Hostile: strangers send what they like to the port of a server that others write to. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRandom } from '../../src/base/random.ts'
import { createProxy, type Proxy } from '../faults/proxy.ts'
import { STRANGERS } from './hostile.ts'
import { memoryOf, often, openLab, tell, TRIAL_MS, type Lab } from './lab.ts'

let lab: Lab
const proxies: Proxy[] = []
beforeEach(async () => {
  lab = await openLab('hostile')
})
afterEach(async () => {
  await lab.close()
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()))
})

const ROUNDS = often(2, 60)
/** Strangers of each kind at once. */
const CROWD = 20
const CLAIMS = 40
/** Kilobytes that the server may grow by, whatever strangers do: what a process needs that has just begun to work is most of it. */
const GROWTH_MAX = 96 * 1_024

test('[SRV42] whatever strangers send, a server lives, stays small and serves the others', async () => {
  const server = await lab.serve()
  const [ann, bob] = [await lab.join('ann'), await lab.join('bob')]
  await lab.write(ann, CLAIMS)
  await lab.agreed()
  const before = memoryOf(server)
  const random = createRandom('strangers')
  let [strangers, most] = [0, 0]
  for (let round = 0; round < ROUNDS; round++) {
    const crowd = Object.values(STRANGERS).flatMap((come) => Array.from({ length: CROWD }, () => come(server.port, random)))
    strangers += crowd.length
    await Promise.all([lab.write(ann, CLAIMS), lab.write(bob, CLAIMS)])
    most = Math.max(most, memoryOf(server))
    await Promise.all(crowd)
    await lab.agreed()
  }
  const { entries, lost } = await lab.check()
  expect(most - before).toBeLessThan(GROWTH_MAX)
  expect(server.process.exitCode).toBe(null)
  expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null })
  const grown = { 'kB grown at most': most - before }
  tell('strangers at the port', { rounds: ROUNDS, strangers, ...grown, acknowledged: lab.acknowledged.size, lost, entries })
}, TRIAL_MS)

test('[SRV44] links that break, fall silent, drag and garble: all agree once they hold, and a wrong bit is nobody\'s word', async () => {
  const server = await lab.serve()
  const nodes = []
  for (const name of ['ann', 'bob']) {
    const proxy = await createProxy(server.port, name)
    proxies.push(proxy)
    nodes.push(await lab.join(name, `ws://127.0.0.1:${proxy.port}`))
  }
  const random = createRandom('links')
  const rounds = often(6, 200)
  for (let round = 0; round < rounds; round++) {
    const proxy = proxies[random.below(proxies.length)]!
    const direction = random.below(2) === 0 ? 'up' : 'down'
    const kind = random.below(4)
    if (kind === 0) proxy.cut()
    else proxy.set(direction, [{ swallow: true }, { delayMs: 20, jitterMs: 30 }, { flipEveryBytes: 2_000 }][kind - 1]!)
    await Promise.all(nodes.map((node) => lab.write(node, CLAIMS)))
    proxy.set(direction, {})
    // A connection that was garbled or fell silent is given up by those who hold it; the next one begins anew.
    if (kind !== 2) proxy.cut()
  }
  const { entries, lost } = await lab.check()
  expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null })
  tell('broken links', { rounds, acknowledged: lab.acknowledged.size, lost, entries })
}, TRIAL_MS)
