/** Base: canonical JSON, ids, chance and bytes keep their promises. */
import canonicalize from 'canonicalize'
import { base32 } from 'multiformats/bases/base32'
import { CID } from 'multiformats/cid'
import * as Digest from 'multiformats/hashes/digest'
import { fc } from '../seeded.ts'
import { describe, expect, test } from 'vitest'
import { base64urlFromBytes, bytesFromBase64url } from '../../src/base/bytes.ts'
import { canonicalText, checkJson, isCanonicalText, type Json } from '../../src/base/canonical.ts'
import { cidFromDigest, cidOf, digestOfCid, isHash, sha256, type Hash } from '../../src/base/hash.ts'
import { createHashes } from '../../src/base/hashes.ts'
import { createRandom } from '../../src/base/random.ts'

describe('canonical JSON', () => {
  test('[BAS1] keys are sorted by code unit, whatever the order they were written in', () => {
    const text = canonicalText({ b: 1, a: [true, null, '\u00e9'], '\u{1F600}': 0, '\ufb33': 1 })
    expect(text).toBe('{"a":[true,null,"\u00e9"],"b":1,"\u{1F600}":0,"\ufb33":1}')
  })

  test.each([
    ['a float', { a: [0.5] }, 'a[0]'],
    ['an unsafe integer', { a: 2 ** 53 }, 'a'],
    ['negative zero', -0, ''],
    ['a lone surrogate', { a: { b: '\ud800' } }, 'a.b'],
    ['a date', { a: new Date(0) }, 'a'],
    ['undefined', { a: undefined }, 'a'],
    ['bytes', { a: new Uint8Array(2) }, 'a'],
  ])('[BAS1] %s is refused with its path', (_what, value, path) => {
    expect(checkJson(value, 16)).toMatchObject({ ok: false, error: { path } })
  })

  test('[BAS1] the quick check of a text agrees with writing it again', () => {
    const keys = fc.constantFrom('a', 'b', '9', '10', '\u00e9', '')
    const values = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        fc.integer(),
        fc.string(),
        fc.boolean(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(keys, tie('value')),
      ),
    })).value
    fc.assert(
      fc.property(values, (value) => {
        for (const text of [JSON.stringify(value), canonicalText(value)]) {
          expect(isCanonicalText(text, JSON.parse(text) as Json)).toBe(text === canonicalText(value))
        }
      }),
    )
  })

  test('[BAS1] what is written the quick way is written as the careful way does', () => {
    const keys = fc.oneof(fc.constantFrom('a', 'b', '9', '10', '-1', '\u00e9', '', '__proto__', 'k"', '\ufb33', '\u{1F600}'), fc.string())
    const { value: values } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.integer(),
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\\ud800', '\\', '\u2028', null, true),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(keys, tie('value'), { maxKeys: 5 }),
      ),
    }))
    fc.assert(
      fc.property(values, (value) => {
        expect(canonicalText(value)).toBe(canonicalize(value))
      }),
      { numRuns: 500 },
    )
    expect(() => canonicalText({ a: '\ud800' })).toThrow('surrogate')
    for (const number of [NaN, Infinity, -Infinity]) expect(() => canonicalText({ a: [number] })).toThrow('not allowed')
  })

  test('[BAS1] nesting has a limit', () => {
    const nested = (depth: number): Json => (depth === 0 ? 'core' : [nested(depth - 1)])
    expect(checkJson(nested(16), 16).ok).toBe(true)
    expect(checkJson(nested(17), 16).ok).toBe(false)
  })
})

describe('ids', () => {
  test('[BAS2] a known text has a known id, and the id gives the digest back', () => {
    const id = cidOf('{}')
    expect(id).toBe('bagaaieraiqjw7i2vwntyuekgvulpp2det2kpwt6cd7tx5ayqybqpmhfk76fa')
    expect(digestOfCid(id)).toEqual(sha256('{}'))
    expect(isHash(id)).toBe(true)
  })

  test('[BAS2] it is what the library of multiformats makes of the same digest, and reads back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (digest) => {
        const id = cidFromDigest(digest)
        expect(id).toBe(CID.createV1(0x0200, Digest.create(0x12, digest)).toString(base32))
        expect(digestOfCid(id)).toEqual(digest)
      }),
      { numRuns: 500 },
    )
    for (const none of ['', 'bagaaiera', `${cidOf('x')}a`, cidOf('x').replace('baga', 'bafy'), cidOf('x').toUpperCase()])
      expect(() => digestOfCid(none as Hash), none).toThrow('content id')
  })

  test('[BAS5] a list of ids is one of texts, in a third of the room', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20).map(String), { maxLength: 40 }), fc.nat(45), fc.nat(45), (texts, from, until) => {
        const [ids, hashes] = [texts.map(cidOf), createHashes(30)]
        for (const id of ids) hashes.push(id)
        const wanted = cidOf('7')
        expect([hashes.length, hashes.last(), hashes.get(-1)]).toEqual([ids.length, ids.at(-1), undefined])
        expect(ids.map((_, at) => hashes.get(at))).toEqual(ids)
        expect(hashes.slice(from, until)).toEqual(ids.slice(from, until))
        expect(hashes.slice(from)).toEqual(ids.slice(from))
        expect(hashes.indexOf(wanted, from)).toBe(ids.indexOf(wanted, from))
        expect(hashes.is(from, wanted)).toBe(ids[from] === wanted)
      }),
    )
  })

  test('[BAS2] only its own re-encoding is an id', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.nat(60),
        fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'),
        (digest, at, letter) => {
          const id = cidFromDigest(digest)
          const other = id.slice(0, at) + letter + id.slice(at + 1)
          expect(isHash(id)).toBe(true)
          if (other !== id && isHash(other)) expect(digestOfCid(other)).not.toEqual(digest)
        },
      ),
    )
  })
})

describe('chance', () => {
  test('[BAS3] the same seed repeats, another differs', () => {
    const draw = (seed: string): number[] => {
      const random = createRandom(seed)
      return Array.from({ length: 50 }, () => random.below(1_000))
    }
    expect(draw('link/a')).toEqual(draw('link/a'))
    expect(draw('link/a')).not.toEqual(draw('link/b'))
    expect(new Set(draw('link/a')).size).toBeGreaterThan(30)
  })
})

describe('bytes', () => {
  test('[BAS4] base64url round-trips, and no other spelling is read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const text = base64urlFromBytes(bytes)
        expect(bytesFromBase64url(text, 32)).toEqual(bytes)
        expect(bytesFromBase64url(`${text}=`, 32)).toBeUndefined()
        for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/') {
          const other = text.slice(0, -1) + last
          const read = bytesFromBase64url(other, 32)
          if (read !== undefined) expect(base64urlFromBytes(read)).toBe(other)
        }
      }),
      { numRuns: 30 },
    )
  })
})
