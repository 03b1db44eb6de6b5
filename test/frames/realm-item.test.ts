/** Realm items: read strictly, counted only where they belong; and the record of a closed realm. */
import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/base/canonical.ts'
import { cidOf } from '../../src/base/hash.ts'
import { sealEntry } from '../../src/frames/chain.ts'
import { DEFAULT_POLICY } from '../../src/frames/facet.ts'
import { foundClosed, foundingText, foundOpen, isOpen, readFounding, realmOf } from '../../src/frames/founding.ts'
import type { Item } from '../../src/frames/item.ts'
import type { Log, LogKind } from '../../src/frames/log.ts'
import { readItem } from '../../src/frames/read-item.ts'
import { saidIn } from '../../src/frames/said.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'

const keyPair = nodeSignatures.keyPairFromSeed(new Uint8Array(32).fill(1))
const key = keyPair.author
const id = cidOf('an entry')
const other = cidOf('another')
const hashes = [id, other].sort()

const GOOD: readonly Json[] = [
  { k: 'invite', key, name: 'lidar', roles: ['admin', 'write'] },
  { k: 'invite', key, name: 'reader', weight: 0, roles: [], domains: ['doors', 'main'] },
  { k: 'remove', key, cuts: [] },
  { k: 'remove', key, cuts: [['main', 'frames', 1, 0, id], ['main', 'realm', 1, 3, id]] },
  { k: 'typeDef', type: { id: 'Door', slots: { state: [{ k: 'atMost', n: 1 }] } } },
  { k: 'rule', text: ':- a(X, 1).', replaces: hashes },
  { k: 'policy', policy: DEFAULT_POLICY as unknown as Json },
  { k: 'revoke', hash: id },
  { k: 'successor', key, sig: keyPair.sign('x') },
]

const BAD: readonly (readonly [string, Json])[] = [
  ['key is a public key', { k: 'invite', key: 'x', name: 'a', roles: [] }],
  ['name must not be empty', { k: 'invite', key, name: '', roles: [] }],
  ['roles is a sorted list of admin schema write', { k: 'invite', key, name: 'a', roles: ['write', 'admin'] }],
  ['roles is a sorted list of admin schema write', { k: 'invite', key, name: 'a', roles: ['king'] }],
  ['weight is an integer from 0 to 999999, or absent for 1000000', { k: 'invite', key, name: 'a', weight: 1_000_000, roles: [] }],
  ['domains is a list of names, or absent for all domains', { k: 'invite', key, name: 'a', roles: [], domains: [] }],
  ['a domain has a slash', { k: 'invite', key, name: 'a', roles: [], domains: ['a/b'] }],
  ['domains is sorted and without repetition', { k: 'invite', key, name: 'a', roles: [], domains: ['b', 'a'] }],
  ['a cut is [domain, kind, epoch, seq, id]', { k: 'remove', key, cuts: [['main', 'frames', 1, id]] }],
  ['a cut is [domain, kind, epoch, seq, id]', { k: 'remove', key, cuts: [['main', 'other', 1, 1, id]] }],
  [
    'cuts are sorted by log, one for each',
    { k: 'remove', key, cuts: [['main', 'frames', 1, 1, id], ['main', 'frames', 1, 2, id]] },
  ],
  ['type is not in normal form', { k: 'typeDef', type: { id: 'Door', isa: [] } }],
  ['types[0].id must be a string', { k: 'typeDef', type: {} }],
  ['text is a rule of 1 to 32768 characters', { k: 'rule', text: '' }],
  ['replaces is sorted and without repetition', { k: 'rule', text: 'a', replaces: hashes.toReversed() }],
  ['policy is not in normal form', { k: 'policy', policy: { una: false } }],
  ['policy is missing', { k: 'policy' }],
  ['hash is the hash of a part of the law', { k: 'revoke', hash: 'x' }],
  ['sig is a signature', { k: 'successor', key, sig: 'x' }],
  ['unknown field "until"', { k: 'remove', key, cuts: [], until: 1 }],
]

function placed(kind: LogKind, item: Json): unknown {
  const log: Log = { realm: cidOf('realm'), domain: 'main', kind, author: key, epoch: 1 }
  return saidIn(log, sealEntry(log, 0, null, 0, [item as unknown as Item], keyPair))[0]?.item
}

describe('realm items', () => {
  test.each(GOOD)('[FRM13] %j is read as it is', (json) => {
    expect(readItem(json)).toEqual(json)
  })

  test.each(BAD)('[FRM13] %s', (why, json) => {
    expect(readItem(json)).toEqual({ k: 'ignored', why })
  })

  test('[FRM14] they count in logs of kind realm, and nothing else does there', () => {
    const claim: Json = { k: 'claim', frame: 'd1', slot: 'state', value: 'open' }
    for (const item of GOOD) {
      expect(placed('realm', item)).toEqual(item)
      expect(placed('frames', item)).toMatchObject({ k: 'ignored' })
    }
    expect(placed('frames', claim)).toEqual(claim)
    expect(placed('realm', claim)).toEqual({ k: 'ignored', why: 'a claim in a log of kind realm' })
  })
})

describe('the record of a closed realm', () => {
  test('[FRM15] names its founder, and is read back by whoever holds its text', () => {
    const closed = foundClosed('plant', key, { rules: [':- a(X, 1).'] })
    const open = foundOpen('plant', { rules: [':- a(X, 1).'] })
    if (!closed.ok || !open.ok) throw new Error('founded')
    expect(readFounding(foundingText(closed.value))).toEqual(closed)
    expect(realmOf(closed.value)).not.toBe(realmOf(open.value))
    expect([isOpen(closed.value), isOpen(open.value)]).toEqual([false, true])
    expect(foundClosed('plant', 'nobody' as typeof key, {})).toMatchObject({ ok: false, error: { path: 'founder' } })
  })
})
