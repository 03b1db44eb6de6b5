/** Sleeper: a reader whose connection stays open and who reads nothing, while others write more than may wait for it. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProxy, type Proxy } from '../faults/proxy.ts'
import { isLong, memoryOf, often, openLab, tell, TRIAL_MS, type Lab } from './lab.ts'

let lab: Lab
let proxy: Proxy
beforeEach(async () => {
  lab = await openLab('sleeper')
})
afterEach(async () => {
  await lab.close()
  await proxy.close()
})

/** Claims before anything is measured. */
const CLAIMS = 40
/** Hundreds of claims, with a text each, while a reader sleeps; in the long form together more than a connection lets wait. */
const PARTS = often(10, 25)
const TEXT_BYTES = 4_500
/** Kilobytes that may wait for one reader, and what it costs to let them: twice the mark at which a connection is cut. */
const WAITING_MAX = 32 * 1_024

test('[SRV43] a reader that falls asleep is told everything when it wakes, and what waits for it is bounded', async () => {
  const server = await lab.serve()
  proxy = await createProxy(server.port)
  const ann = await lab.join('ann')
  const sleeper = await lab.join('eve', `ws://127.0.0.1:${proxy.port}`)
  await lab.write(ann, CLAIMS)
  await lab.agreed()
  const grownBy = async (isAsleep: boolean): Promise<number> => {
    const before = memoryOf(server)
    let most = before
    proxy.set('down', { stall: isAsleep })
    for (let part = 0; part < PARTS; part++) {
      await lab.write(ann, 100, TEXT_BYTES)
      most = Math.max(most, memoryOf(server))
    }
    proxy.set('down', {})
    await lab.agreed()
    return most - before
  }
  const rounds = often(1, 10)
  const grown = { awake: 0, asleep: 0 }
  for (let round = 0; round < rounds; round++) {
    grown.awake += await grownBy(false)
    grown.asleep += await grownBy(true)
  }
  const { entries, lost } = await lab.check()
  // What waits for the sleeper comes on top of what is held and judged. When a collector gives memory back is seen over many rounds only.
  if (isLong) expect(grown.asleep).toBeLessThan(grown.awake + rounds * WAITING_MAX)
  expect(sleeper.frames()).toHaveLength(lab.acknowledged.size)
  const each = { 'kB a round awake': Math.round(grown.awake / rounds), 'kB a round asleep': Math.round(grown.asleep / rounds) }
  tell('a reader asleep', { rounds, ...each, acknowledged: lab.acknowledged.size, lost, entries })
}, TRIAL_MS)
