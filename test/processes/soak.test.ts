/** Soak: clients come, read, write and leave, for a long time: a server keeps what they said and nothing else of them. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNode } from '../../src/node/create.ts'
import { isLong, memoryOf, often, openLab, tell, TRIAL_MS, type Lab } from './lab.ts'
import { slopeOf } from './slope.ts'

let lab: Lab
beforeEach(async () => {
  lab = await openLab('soak')
})
afterEach(() => lab.close())

/** Clients that come and leave in one wave. */
const CLIENTS = often(8, 20)
const WAVES_WARM = often(1, 20)
/** In the long form the clock ends it. */
const WAVES = often(4, 100_000)
const SOAK_MS = 600_000
/** Kilobytes for each client that came, wrote a claim and left: the claim, its author and what their log needs. */
const KB_A_CLIENT = 12

test('[SRV45] what a server needs grows with what clients said, not with how many came and went', async () => {
  const server = await lab.serve()
  const stays = await lab.join('stays')
  const samples: { readonly x: number; readonly y: number }[] = []
  const end = Date.now() + SOAK_MS
  for (let wave = 0; wave < WAVES && Date.now() < end; wave++) {
    await Promise.all(Array.from({ length: CLIENTS }, (_, at) => visit(`v${wave}x${at}`)))
    await lab.write(stays, 1)
    await lab.agreed()
    if (wave >= WAVES_WARM) samples.push({ x: wave * CLIENTS, y: memoryOf(server) })
  }
  const { entries, lost } = await lab.check()
  const { slope, error } = slopeOf(samples)
  if (isLong) expect(slope - 2 * error).toBeLessThan(KB_A_CLIENT)
  expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null })
  const grown = { 'kB a client': `${slope.toFixed(2)} +- ${error.toFixed(2)}` }
  tell('clients come and go', { clients: samples.length * CLIENTS, ...grown, acknowledged: lab.acknowledged.size, lost, entries })
}, TRIAL_MS)

/** A client that connects, claims one thing, waits until the server has it, and leaves. */
async function visit(name: string): Promise<void> {
  const node = await createNode({ name, connect: [lab.server().url], realm: lab.realm })
  const confirmed = new Promise<void>((resolve) => {
    node.subscribe(({ type }) => {
      if (type === 'confirmed') resolve()
    })
  })
  await lab.write(node, 1)
  await confirmed
  await node.close()
}
