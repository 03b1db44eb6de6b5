/** The mesh of a core: who is removed is gone for reasoning, though its presence is still heard. */
import { expect, test } from 'vitest'
import { sha256 } from '../../src/base/hash.ts'
import { coreMesh } from '../../src/node/reasoning/core-mesh.ts'
import type { Core } from '../../src/node/core/core.ts'
import { createStandInSignatures } from '../../src/sim/stand-in.ts'

test('[NOD330] who was removed is gone, and who belongs or was never told of is as it is heard', () => {
  const signatures = createStandInSignatures()
  const [kept, removed, unknown] = ['kept', 'removed', 'unknown'].map((name) => signatures.keyPairFromSeed(sha256(name)).author)
  const heard = [kept, removed, unknown].map((author) => ({ presence: { author, load: 0 }, profile: null, live: true, latencyMs: null }))
  const members = new Map([
    [kept, { cuts: null }],
    [removed, { cuts: [] }],
  ])
  const core = { members: () => heard, membership: () => ({ members }), ask: () => undefined } as unknown as Core
  expect(coreMesh(core).members().map(({ isLive }) => isLive)).toEqual([true, false, true])
  const open = { ...core, membership: () => null }
  expect(coreMesh(open).members().map(({ isLive }) => isLive)).toEqual([true, true, true])
})
