/**
 * Situation 5, version control of frames: what was known and how it was judged at an earlier time can be read again, compared, and agreed
 * upon between nodes, while both go on.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createNode } from '../../src/node/create.ts'
import type { TracordNode } from '../../src/node/node.ts'
import { agreed, pair } from '../node/pair.ts'

let dir = ''
const open: TracordNode[] = []
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracord-versions-'))
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((node) => node.close()))
  await rm(dir, { recursive: true })
})

const law = { slots: { state: { atMost: 1 } }, rules: [':- state(D, "closed"), via(R, D). % a route may not pass a closed door'] } as const

async function nodeIn(name: string, ends: Parameters<typeof createNode>[0] = {}): Promise<TracordNode> {
  const node = await createNode({ name, dir: join(dir, name), beaconMs: 50, ...law, ...ends })
  open.push(node)
  return node
}

describe('an earlier version', () => {
  test('[NOD180] has its frames, conflicts, answers, explanations and certificate, whatever came later and after a restart', async () => {
    const wire = pair()
    const gateway = await nodeIn('gateway', { wires: [wire.ends[0]] })
    const planner = await nodeIn('planner', { wires: [wire.ends[1]] })
    const closed = await gateway.claim('d1', { state: 'closed' }, { confidence: 900 })
    await planner.claim('r7', { via: { ref: 'd1' } }, { confidence: 800 })
    await agreed(gateway, planner)
    const disputed = gateway.certificate()
    const [conflict] = gateway.conflicts()
    await gateway.withdraw(closed, 'sensor miscalibrated')
    await planner.claim('d1', { state: 'open' })
    await agreed(gateway, planner)
    expect([...gateway.conflicts()]).toEqual([])

    const then = await planner.at(disputed)
    expect(then.certificate().digest).toBe(disputed.digest)
    expect(then.frames()).toEqual(['d1', 'r7'])
    expect(then.frame('d1')['state']).toMatchObject({ value: 'closed', status: 'consensus', provisional: false })
    expect(then.frame('r7')['via']).toMatchObject({ value: undefined, status: 'rejected' })
    expect([...then.conflicts()]).toMatchObject([{ id: conflict?.id, text: conflict?.text }])
    expect(then.query('state(D, S)').answers).toMatchObject([{ values: { D: { ref: 'd1' }, S: 'closed' } }])
    expect(then.explain(closed).text).toContain('d1.state = "closed"')
    expect(then.at(conflict?.forks[1] ?? { out: [], cost: '0' }).frame('r7')['via']).toMatchObject({ value: { ref: 'd1' } })
    expect(planner.frame('d1')['state']).toMatchObject({ value: 'open', status: 'clear' })

    await Promise.all(open.splice(0).map((node) => node.close()))
    const again = await nodeIn('gateway')
    expect((await again.at(disputed)).certificate().digest).toBe(disputed.digest)
    expect(again.frame('d1')['state']).toMatchObject({ value: 'open' })
  })

  test('[NOD181] that this node never passed through is read by its vector, as soon as it holds as much', async () => {
    const wire = pair()
    const left = await nodeIn('left', { wires: [wire.ends[0]] })
    const right = await nodeIn('right', { wires: [wire.ends[1]] })
    wire.cut()
    await left.claim('d1', { state: 'open' })
    const [bare, full] = [left.certificate(), left.certificate({ vector: true })]
    expect(bare.vector).toBeUndefined()
    await right.claim('d1', { state: 'closed' })
    await expect(right.at(full)).rejects.toMatchObject({ code: 'UNKNOWN' })
    wire.mend()
    await agreed(left, right)
    await expect(right.at(bare)).rejects.toMatchObject({ code: 'UNKNOWN', message: expect.stringContaining('vector: true') })
    const sides = await Promise.all([left.at(bare), right.at(full), right.at(full.vector ?? [])])
    expect(sides.map((side) => side.certificate().digest)).toEqual([full.digest, full.digest, full.digest])
    expect(sides.map((side) => side.entries)).toEqual([1, 1, 1])
  })

  test('[NOD182] is refused with a code when what names it is none, is of another realm, or lies', async () => {
    const node = await nodeIn('alone')
    await node.claim('d1', { state: 'open' })
    const certificate = node.certificate({ vector: true })
    const at = node.at as (state: unknown) => Promise<unknown>
    for (const bad of [7, null, {}, 'x', [['x']], [[1, 2, 3]], { ...certificate, realm: 'other' }, { ...certificate, vector: [] }])
      await expect(at(bad), JSON.stringify(bad)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(node.at({ ...certificate, vector: undefined, entries: 7 } as never)).rejects.toMatchObject({ code: 'UNKNOWN' })
  })

  test('[NOD183] is built once while it is among the latest, and not at all for a signal that has fired', async () => {
    const node = await nodeIn('alone')
    const certificates = []
    for (const state of ['open', 'closed', 'ajar']) {
      await node.claim('d1', { state })
      certificates.push(node.certificate())
    }
    const [first, second, third] = certificates
    if (first === undefined || second === undefined || third === undefined) throw new Error('three states')
    const builds = async (certificate: typeof first): Promise<boolean> => {
      let isBuilt = false
      await node.at(certificate, { onProgress: () => (isBuilt = true) })
      return isBuilt
    }
    expect([await builds(first), await builds(first), await builds(second), await builds(third)]).toEqual([true, false, true, true])
    expect([await builds(third), await builds(first)]).toEqual([false, true])
    await expect(node.at(second, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' })
    const asked = Array.from({ length: 20 }, () => node.at(second))
    const outcomes = await Promise.allSettled(asked)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(16)
    expect(outcomes.at(-1)).toMatchObject({ reason: { code: 'REFUSED' } })
  })
})
