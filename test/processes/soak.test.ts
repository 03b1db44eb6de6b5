/** Soak: clients come, read, write and leave, for a long time: a server keeps what they said and nothing else of them. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hash.ts'
import { createNode } from '../../src/node/create.ts'
import type { NodeEvent, TracordNode } from '../../src/node/node.ts'
import { isLong, memoryOf, often, openLab, tell, TRIAL_MS, type Lab } from './lab.ts'
import { slopeOf } from './slope.ts'

let lab: Lab
beforeEach(async () => {
  lab = await openLab('soak')
})
afterEach(() => lab.close(), TRIAL_MS)

/** Clients that come and leave in one wave; in the next the same come again. */
const CLIENTS = often(8, 20)
const WAVES_WARM = often(1, 20)
/** In the long form the clock ends it. */
const WAVES = often(4, 100_000)
const SOAK_MS = 600_000
/** Visits of which one writes: each start begins a log of its own, so that is what a server keeps. */
const WRITES_ONE_IN = 5
/** Kilobytes for each visit. */
const KB_A_VISIT = 12

test('[SRV45] what a server needs grows with what clients said, not with how many came and went', async () => {
  const server = await lab.serve()
  const stays = await lab.join('stays')
  const samples: { readonly x: number; readonly y: number }[] = []
  const end = Date.now() + SOAK_MS
  for (let wave = 0; wave < WAVES && Date.now() < end; wave++) {
    await Promise.all(Array.from({ length: CLIENTS }, (_, at) => visit(at, (wave + at) % WRITES_ONE_IN === 0)))
    await lab.write(stays, 1)
    await lab.agreed()
    if (wave >= WAVES_WARM) samples.push({ x: wave * CLIENTS, y: memoryOf(server) })
  }
  const { entries, lost } = await lab.check()
  const { slope, error } = slopeOf(samples)
  if (isLong) expect(slope - 2 * error).toBeLessThan(KB_A_VISIT)
  expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null })
  const grown = { 'kB a visit': `${slope.toFixed(2)} +- ${error.toFixed(2)}` }
  tell('clients come and go', { visits: samples.length * CLIENTS, ...grown, acknowledged: lab.acknowledged.size, lost, entries })
}, TRIAL_MS)

/** A client that connects, reads, perhaps claims one thing and waits until the server has it, and leaves. */
async function visit(at: number, writes: boolean): Promise<void> {
  const key = sha256(`visitor ${at}`)
  const node = await createNode({ name: `v${at}`, key, connect: [lab.server().url], realm: lab.realm, role: 'leaf' })
  await told(node, writes ? 'confirmed' : 'peer', () => (writes ? lab.write(node, 1) : undefined))
  await node.close()
}

/** Resolves once the node has told of such an event. */
function told(node: TracordNode, wanted: NodeEvent['type'], meanwhile: () => Promise<void> | undefined): Promise<unknown> {
  const heard = new Promise<void>((resolve) => {
    node.subscribe(({ type }) => {
      if (type === wanted) resolve()
    })
  })
  return Promise.all([heard, meanwhile()])
}
