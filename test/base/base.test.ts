/** Base: canonical JSON, ids, chance and bytes keep their promises. */
import { fc } from '../seeded.ts'
import { describe, expect, test } from 'vitest'
import { base64urlFromBytes, bytesFromBase64url } from '../../src/base/bytes.ts'
import { canonicalText, checkJson, isCanonicalText, type Json } from '../../src/base/canonical.ts'
import { cidFromDigest, cidOf, digestOfCid, isHash, sha256 } from '../../src/base/hash.ts'
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
