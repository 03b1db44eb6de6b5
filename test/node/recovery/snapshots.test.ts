/** Snapshots: written whole, verified, rotated; what they tell when a journal is lost; and that nothing needs them. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNode } from '../../../src/node/create.ts'
import type { NodeEvent, TracordNode } from '../../../src/node/node.ts'
import { readSnapshots, RECOVERY_FOLDER, SNAPSHOTS_MAX } from '../../../src/node/recovery/snapshot-files.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracord-recovery-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const LAW = { slots: { state: { atMost: 1 } } } as const
const open = (): Promise<TracordNode> => createNode({ dir, ...LAW })
const files = async (): Promise<string[]> => (await readdir(join(dir, RECOVERY_FOLDER))).toSorted()
const path = (name: string): string => join(dir, RECOVERY_FOLDER, name)

/** What a node that is started tells of damage before it has looked back, and then closes. */
async function damageTold(): Promise<string[]> {
  const node = await open()
  const told: string[] = []
  node.subscribe((event: NodeEvent) => void (event.type === 'damage' && told.push(event.why)))
  await node.close()
  return told
}

test('[NOD270] a node that closes leaves what it took to be true, its certificate and the reasoning under way', async () => {
  const node = await open()
  await node.claim('d1', { state: 'open' })
  await node.claim('d2', { state: ['open', 'shut'] })
  node.use({ name: 'slow', version: '1', accepts: () => 500, async *run() {
    yield { text: 'looked once' }
    await new Promise(() => undefined)
  } })
  const asking = node.ask('what is d3').catch(() => undefined)
  await new Promise<void>((resolve) => {
    const look = (): void => void (node.sessions().some(({ steps }) => steps > 0) && resolve())
    node.subscribe(look)
    look()
  })
  const certificate = node.certificate()
  await node.close()
  await asking
  const { newest, count, damaged } = await readSnapshots(dir)
  expect([count, damaged]).toEqual([1, []])
  expect(newest?.certificate).toMatchObject({ digest: certificate.digest, entries: certificate.entries })
  expect(newest?.accepted).toEqual([['d1', 'state', 'open', 'clear']])
  expect(newest?.sessions).toMatchObject([{ goal: 'what is d3', owners: [node.id], steps: [{ text: 'looked once' }] }])
})

test('[NOD271] nothing new is no new snapshot, and the oldest are let go', async () => {
  for (let round = 0; round < SNAPSHOTS_MAX + 2; round++) {
    const node = await open()
    await node.claim(`d${round}`, { state: 'open' })
    await node.close()
    await (await open()).close()
  }
  const names = await files()
  expect(names).toEqual([3, 4, 5].map((nth) => `snapshot-00000000${nth}.txt`))
  expect((await readSnapshots(dir)).newest?.accepted).toHaveLength(SNAPSHOTS_MAX + 2)
})

test('[NOD272] a snapshot that is not what was written is put aside and named, and nothing needs it or the one before', async () => {
  for (const frame of ['d1', 'd2']) {
    const node = await open()
    await node.claim(frame, { state: 'open' })
    await node.close()
  }
  const [older, newer] = await files()
  const text = await readFile(path(newer!), 'utf8')
  await writeFile(path(newer!), text.replace('"open"', '"shut"'))
  await writeFile(path(`${newer!}.0123456789ab`), 'half of it')
  expect((await readSnapshots(dir)).newest?.accepted).toHaveLength(1)
  expect(await damageTold()).toEqual([expect.stringContaining(`${newer!}: it is not what was written`)])
  // The closing took one anew, since none of this state was left.
  expect(await files()).toEqual([older, newer, `${newer!}.damaged`])
  await rm(join(dir, 'trace', 'recovery'), { recursive: true })
  const node = await open()
  expect(node.frames()).toEqual(['d1', 'd2'])
  await node.close()
})

test('[NOD273] a journal that holds less than a snapshot saw is told of', async () => {
  const first = await open()
  await first.claim('d1', { state: 'open' })
  await first.close()
  const kept = await readFile(join(dir, 'trace.db'))
  const second = await open()
  await second.claim('d2', { state: 'open' })
  await second.close()
  for (const name of await readdir(dir)) if (name.startsWith('trace.db')) await rm(join(dir, name))
  await writeFile(join(dir, 'trace.db'), kept)
  expect(await damageTold()).toEqual([expect.stringMatching(/^1 entries in 1 logs that were held at .* are not here/)])
})

test('[NOD274] where none can be written the node says so and closes as ever', async () => {
  await writeFile(join(dir, 'trace'), 'a file where the folder should be')
  const node = await open()
  const told: string[] = []
  node.subscribe((event) => void (event.type === 'damage' && told.push(event.why)))
  await node.claim('d1', { state: 'open' })
  await node.close()
  expect(told).toEqual([expect.stringContaining('no snapshot was taken')])
  await rm(join(dir, 'trace'))
  const again = await open()
  expect(again.frame('d1')['state']).toMatchObject({ value: 'open' })
  await again.close()
})
