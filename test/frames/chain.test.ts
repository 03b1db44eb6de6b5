/** Chain: sealing and proving entries. */
import { fc } from '../seeded.ts'
import { describe, expect, test } from 'vitest'
import { cidOf, type Hash } from '../../src/base/hash.ts'
import { ENTRY_BYTES_MAX } from '../../src/base/limits.ts'
import {
  entryText,
  isSigned,
  openRange,
  readBody,
  sealEntry,
  unsignedText,
  type Chain,
  type Link,
} from '../../src/frames/chain.ts'
import type { Range } from '../../src/frames/entry.ts'
import type { Item } from '../../src/frames/item.ts'
import { documentIdBytes, logKeyOf, type Log } from '../../src/frames/log.ts'
import { saidIn } from '../../src/frames/said.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import type { Signatures } from '../../src/identity/signature.ts'
import { createHash } from 'node:crypto'

const keyPair = nodeSignatures.keyPairFromSeed(new Uint8Array(32).fill(1))
const log: Log = { realm: cidOf('realm'), domain: 'main', kind: 'frames', author: keyPair.author, epoch: 16_777_217 }
const claim = (value: number): Item => ({ k: 'claim', frame: 'd1', slot: 'state', value })

function sealed(count: number): Link[] {
  const links: Link[] = []
  let prev: Hash | null = null
  for (let seq = 0; seq < count; seq++) {
    const link = sealEntry(log, seq, prev, 1_000 + seq, [claim(seq)], keyPair)
    links.push(link)
    prev = link.id
  }
  return links
}

const links = sealed(5)
const rangeOf = (from: number, until: number): Range => ({
  log,
  from,
  prev: links[from - 1]?.id ?? null,
  bodies: links.slice(from, until).map((link) => link.text),
})

function opened(range: Range): Chain {
  const result = openRange(range, nodeSignatures)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

describe('ranges', () => {
  test('[FRM3] what was sealed opens to the same entries, whole or in parts', () => {
    expect(opened(rangeOf(0, 5)).links).toEqual(links)
    expect(opened(rangeOf(2, 4)).links).toEqual(links.slice(2, 4))
    const [first] = links
    if (first === undefined) throw new Error('sealed')
    const text = entryText(log, 0, null, first.body)
    const { sig: _sig, ...unsigned } = JSON.parse(text) as { sig: string }
    expect(first.id).toBe(cidOf(unsignedText(log, 0, null, first.body)))
    expect(JSON.parse(unsignedText(log, 0, null, first.body))).toEqual(unsigned)
    expect(Object.keys(JSON.parse(text) as object)).toEqual([
      'at',
      'author',
      'domain',
      'epoch',
      'items',
      'kind',
      'prev',
      'realm',
      'seq',
      'sig',
      'v',
    ])
  })

  test('[FRM4] no change of a byte opens to another entry', () => {
    const [text = ''] = rangeOf(0, 1).bodies
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 32, max: 126 }), (at, code) => {
        const changed = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1)
        fc.pre(changed !== text)
        expect(openRange({ log, from: 0, prev: null, bodies: [changed] }, nodeSignatures).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  test('[FRM4] another log, position or predecessor does not open', () => {
    const range = rangeOf(1, 3)
    const others: Range[] = [
      { ...range, log: { ...log, domain: 'other' } },
      { ...range, log: { ...log, epoch: 1 } },
      { ...range, log: { ...log, kind: 'traces' } },
      { ...range, from: 2 },
      { ...range, prev: links[3]?.id ?? null },
      { ...range, bodies: range.bodies.toReversed() },
    ]
    expect(others.map((other) => openRange(other, nodeSignatures))).toEqual(
      others.map(() => expect.objectContaining({ ok: false })),
    )
  })

  test('[FRM5] one signature is verified, whatever the length', () => {
    let verified = 0
    const counting: Signatures = { ...nodeSignatures, verify: (...args) => (verified++, nodeSignatures.verify(...args)) }
    expect(openRange(rangeOf(0, 5), counting).ok).toBe(true)
    expect(verified).toBe(1)
  })

  test('[FRM5] an inner signature that does not verify is known when asked for', () => {
    const [first, second] = links
    if (first === undefined || second === undefined) throw new Error('sealed')
    expect(isSigned(log, 1, first.id, second.body, nodeSignatures)).toBe(true)
    expect(isSigned(log, 1, first.id, { ...second.body, sig: first.body.sig }, nodeSignatures)).toBe(false)
  })
})

describe('bodies', () => {
  const body = (fields: Record<string, unknown>): string => JSON.stringify({ at: 0, items: [1], sig: '', ...fields })

  test.each([
    ['spaces', '{"at": 0,"items":[1],"sig":""}'],
    ['keys out of order', '{"items":[1],"at":0,"sig":""}'],
    ['an escape that need not be', '{"at":0,"items":["\\u0061"],"sig":""}'],
    ['a key twice', '{"at":0,"at":0,"items":[1],"sig":""}'],
    ['a float', '{"at":0,"items":[0.5],"sig":""}'],
    ['an exponent', '{"at":0,"items":[1e2],"sig":""}'],
    ['a foreign field', '{"at":0,"items":[1],"sig":"","x":1}'],
    ['no items', body({ items: [] })],
    ['too many items', body({ items: Array.from({ length: 1_001 }, () => 0) })],
    ['a negative time', body({ at: -1 })],
    ['too large', body({ items: ['x'.repeat(ENTRY_BYTES_MAX)] })],
    ['no JSON', '{'],
  ])('[FRM6] %s: refused', (_what, text) => {
    expect(readBody(text).ok).toBe(false)
  })

  test('[FRM6] anything but an object is refused without a throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const read = readBody(text)
        if (read.ok) expect(Object.keys(read.value)).toEqual(['at', 'items', 'sig'])
      }),
    )
  })
})

describe('items', () => {
  const said = (...items: unknown[]): unknown[] =>
    saidIn(log, sealEntry(log, 0, null, 0, items as Item[], keyPair)).map(({ item }) => ('why' in item ? item.why : item.k))

  test('[FRM7] what is malformed or unknown is named, and its neighbours stand', () => {
    expect(
      said(
        claim(1),
        { k: 'later' },
        7,
        { ...claim(1), extra: 1 },
        { ...claim(1), value: { dec: '0.10' } },
        { ...claim(1), confidence: 1_000 },
        claim(2),
      ),
    ).toEqual([
      'claim',
      'unknown kind "later"',
      'not an object',
      'unknown field "extra"',
      'value is not in normal form',
      'confidence is an integer from 0 to 999, or absent for 1000',
      'claim',
    ])
    expect(said({ ...claim(1), valid: [5, 5] }, { ...claim(1), because: ['#1', '#0'] }, { k: 'withdraw', claim: 'x' })).toEqual([
      'valid ends before it begins',
      'because is sorted and without repetition',
      'claim is an id like <entry id>#0, or #0 within its own entry',
    ])
  })

  test('[FRM8] ids are entry and index, and a short id means the same entry', () => {
    const link = sealEntry(
      log,
      0,
      null,
      0,
      [claim(1), { ...claim(2), because: ['#0'] } as Item, { k: 'withdraw', claim: '#1' }],
      keyPair,
    )
    const [first, second, third] = saidIn(log, link)
    expect([first?.id, second?.item, third?.item]).toEqual([
      `${link.id}#0`,
      { ...claim(2), because: [`${link.id}#0`] },
      { k: 'withdraw', claim: `${link.id}#1` },
    ])
  })

  test('[FRM11] a claim about a frame of another domain is ignored', () => {
    expect(said({ ...claim(1), frame: 'other/d1' }, { ...claim(1), frame: 'main/d1' })).toEqual([
      'frame outside the domain main',
      'claim',
    ])
  })
})

test('[FRM12] a document id is made of the five names alone', () => {
  const key = `["${log.realm}","main","frames","${keyPair.author}",16777217]`
  expect(logKeyOf(log)).toBe(key)
  expect(documentIdBytes(logKeyOf(log))).toEqual(new Uint8Array(createHash('sha256').update(key).digest().subarray(0, 16)))
})
