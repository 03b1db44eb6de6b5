/** Prunes: read strictly, and counted only in logs that hold nothing else. */
import { expect, test } from 'vitest'
import type { Json } from '../../src/base/canonical.ts'
import { cidOf } from '../../src/base/hash.ts'
import { PRUNE_IDS_MAX } from '../../src/base/limits.ts'
import { sealEntry } from '../../src/frames/chain.ts'
import type { Log } from '../../src/frames/log.ts'
import { prunedLogOf, type Prune } from '../../src/frames/prune.ts'
import { readItem } from '../../src/frames/read-item.ts'
import { saidIn } from '../../src/frames/said.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'

const keyPair = nodeSignatures.keyPairFromSeed(new Uint8Array(32).fill(1))
const id = cidOf('an entry')
const prune: Prune = { k: 'prune', kind: 'frames', epoch: 7, from: 3, ids: [id, id] }
const log: Log = { realm: id, domain: 'doors', kind: 'prunes', author: keyPair.author, epoch: 9 }

const tooMany = Array.from({ length: PRUNE_IDS_MAX + 1 }, () => id)

test('[FRM50] a prune is read as it is', () => {
  expect(readItem(prune as unknown as Json)).toEqual(prune)
})

test.each<readonly [string, object]>([
  ['kind is frames or traces', { ...prune, kind: 'realm' }],
  ['kind is frames or traces', { ...prune, kind: 'prunes' }],
  ['epoch is a counter', { ...prune, epoch: -1 }],
  ['from is a seq below 10000', { ...prune, from: 9_999 }],
  [`ids holds 1 to ${PRUNE_IDS_MAX} ids of entries`, { ...prune, ids: [] }],
  [`ids holds 1 to ${PRUNE_IDS_MAX} ids of entries`, { ...prune, ids: tooMany }],
  [`ids holds 1 to ${PRUNE_IDS_MAX} ids of entries`, { ...prune, ids: ['x'] }],
  ['unknown field "author"', { ...prune, author: keyPair.author }],
])('[FRM50] %s', (why, json) => {
  expect(readItem(json as Json)).toEqual({ k: 'ignored', why })
})

test('[FRM50] the longest prune fits into an entry', () => {
  const ids = Array.from({ length: PRUNE_IDS_MAX }, (_, at) => cidOf(String(at)))
  const { text, body } = sealEntry(log, 0, null, 1, [{ ...prune, epoch: 2 ** 52, ids }], keyPair)
  expect(text.length).toBeLessThan(63_000)
  expect(saidIn(log, { id, seq: 0, body, text })[0]?.item.k).toBe('prune')
})

test('[FRM51] it counts in logs of prunes alone, where nothing else does, and names a log of its own author, realm and domain', () => {
  const said = (kind: Log['kind']): readonly string[] => {
    const link = sealEntry({ ...log, kind }, 0, null, 1, [prune, { k: 'claim', frame: 'doors/a', slot: 's', value: 1 }], keyPair)
    return saidIn({ ...log, kind }, link).map(({ item }) => item.k)
  }
  expect(said('prunes')).toEqual(['prune', 'ignored'])
  expect(said('frames')).toEqual(['ignored', 'claim'])
  expect(said('realm')).toEqual(['ignored', 'ignored'])
  expect(prunedLogOf(log, prune)).toEqual({ ...log, kind: 'frames', epoch: 7 })
})
