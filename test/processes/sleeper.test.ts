/** Sleeper: a reader whose connection stays open and who reads nothing, while others write more than may wait for it. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProxy, type Proxy } from '../faults/proxy.ts'
import { memoryOf, often, openLab, tell, TRIAL_MS, type Lab } from './lab.ts'

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
/** Hundreds of claims, with a text each, while a reader sleeps: together more than a connection lets wait. */
const PARTS = 25
const TEXT_BYTES = 4_500
/** Kilobytes that may wait for one reader, and what it costs to let them: twice the mark at which a connection is cut. */
const WAITING_MAX = 32 * 1_024

test('[SRV43] a reader that falls asleep costs the server a bounded memory, and is told everything when it wakes', async () => {
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
  const awake = await grownBy(false)
  const asleep: number[] = []
  for (let round = 0; round < often(1, 10); round++) asleep.push(await grownBy(true))
  const { entries, lost } = await lab.check()
  // What waits for the sleeper comes on top of what is held and judged.
  expect(Math.max(...asleep)).toBeLessThan(awake + WAITING_MAX)
  expect(sleeper.frames()).toHaveLength(lab.acknowledged.size)
  const grown = { 'kB grown awake': awake, 'kB grown asleep': Math.max(...asleep) }
  tell('a reader asleep', { rounds: asleep.length, ...grown, acknowledged: lab.acknowledged.size, lost, entries })
}, TRIAL_MS)
