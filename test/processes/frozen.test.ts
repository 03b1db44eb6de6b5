/** Frozen: a process that is stopped in the middle of everything and goes on later, as a machine that sleeps does. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRandom } from '../../src/base/random.ts'
import { often, openLab, tell, TRIAL_MS, type Lab } from './lab.ts'

let lab: Lab
beforeEach(async () => {
  lab = await openLab('frozen')
})
afterEach(() => lab.close(), TRIAL_MS)

const ROUNDS = often(4, 100)
const CLAIMS = 40

test('[SRV40] a server that sleeps again and again while clients write loses nothing and agrees with all of them', async () => {
  const server = await lab.serve()
  const nodes = await Promise.all(['ann', 'bob', 'eve'].map((name) => lab.join(name)))
  const random = createRandom('frozen')
  for (let round = 0; round < ROUNDS; round++) {
    // What a client writes is its own to keep: nobody waits for a server that sleeps.
    const writing = nodes.map((node) => lab.write(node, CLAIMS))
    await Promise.race(writing)
    server.process.kill('SIGSTOP')
    await Promise.all(writing)
    await lab.write(nodes[random.below(nodes.length)]!, CLAIMS)
    server.process.kill('SIGCONT')
    if (random.below(2) === 0) await lab.agreed()
  }
  const { entries, lost } = await lab.check()
  expect(lab.acknowledged.size).toBe(ROUNDS * CLAIMS * 4)
  expect(server.lines).toEqual([])
  expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null })
  tell('server stopped and woken', { rounds: ROUNDS, acknowledged: lab.acknowledged.size, lost, entries })
}, TRIAL_MS)
