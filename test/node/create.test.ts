/** createNode: real folders, real journals, wires in memory. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createNode } from '../../src/node/create.ts'
import type { ConflictView } from '../../src/node/node.ts'
import { stateVectorOf } from '../../src/node/state-vector.ts'
import { createHome } from './home.ts'
import { heard, pair } from './pair.ts'

const { dir, kept } = createHome()
const law = { slots: { state: { atMost: 1 } } } as const

describe('a folder', () => {
  test('[NOD33] is the node: closed and opened again it holds the same, as the same author', async () => {
    const first = await createNode({ dir: dir(), ...law })
    const claimed = await first.claim('d1', { state: 'open' })
    const { digest } = first.certificate()
    await first.close()
    await first.close()
    const second = kept(await createNode({ dir: dir() }))
    expect(second.id).toBe(first.id)
    expect(second.certificate().digest).toBe(digest)
    expect(stateVectorOf(second)).toEqual([[expect.stringContaining(first.id), 1, claimed.entry]])
    await second.withdraw(claimed)
    expect(second.frame('d1')['state']).toBeUndefined()
    expect((await readdir(dir())).sort()).toEqual(expect.arrayContaining(['identity.key', 'realm.json', 'trace.db']) as string[])
  })

  test('[NOD34] is open once, and in one realm', async () => {
    kept(await createNode({ dir: dir(), ...law }))
    await expect(createNode({ dir: dir(), ...law })).rejects.toMatchObject({ code: 'LOCKED' })
    await expect(createNode({ dir: dir(), rules: [':- p(a).'] })).rejects.toMatchObject({ code: 'REFUSED' })
  })

  test('[NOD35] holds the documents of its logs', async () => {
    const node = await createNode({ dir: dir(), ...law })
    await node.claim('d1', { state: 'open' })
    await node.close()
    const files = await readdir(join(dir(), 'frames.shared'), { recursive: true })
    expect(files.length).toBeGreaterThan(0)
  })
})

describe('two nodes', () => {
  test('[NOD36] find the same conflict, hear of it, read each way out, and certify alike', async () => {
    const [left, right] = pair().ends
    const a = kept(await createNode({ name: 'a', wires: [left], ...law }))
    const b = kept(await createNode({ name: 'b', wires: [right], ...law }))
    const settled = heard(b, ({ type }) => type === 'settled')
    const found = new Promise<ConflictView>((resolve) => {
      void (async () => {
        for await (const conflict of b.conflicts()) resolve(conflict)
      })()
    })
    const met = heard(a, (event) => event.type === 'entries' && event.from === b.id)
    const open1 = await a.claim('d1', { state: 'open' })
    await b.claim('d1', { state: 'shut' }, { confidence: 400 })
    const conflict = await found
    expect(conflict.forks.map((fork) => b.at(fork).frame('d1')['state']?.value)).toEqual(['open', 'shut'])
    expect(b.explain(conflict).claims).toHaveLength(2)
    expect(b.frame('d1')['state']).toMatchObject({ value: 'open', status: 'consensus', provisional: false })
    await met
    expect(a.certificate().digest).toBe(b.certificate().digest)
    await a.withdraw(open1)
    await settled
    expect(b.frame('d1')['state']?.value).toBe('shut')
  })
})

describe('closing', () => {
  test('[NOD37] ends every loop over conflicts, and refuses what comes later with CLOSED', async () => {
    const node = await createNode(law)
    const loop = (async () => {
      for await (const conflict of node.conflicts()) expect(conflict).toBeDefined()
      return 'ended'
    })()
    await node.claim('d1', { state: 'open' })
    await node.close()
    await expect(loop).resolves.toBe('ended')
    await expect(node.claim('d2', { state: 'open' })).rejects.toMatchObject({ code: 'CLOSED' })
  })
})
