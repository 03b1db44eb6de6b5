/** Spelling: the walk over a text says only what parsing and writing it again says, too. */
import { describe, expect, test } from 'vitest'
import { canonicalText, checkJson, isCanonicalText, type Json } from '../../src/base/canonical.ts'
import { isPlainlyCanonical } from '../../src/base/spelling.ts'
import { fc } from '../seeded.ts'

/** The reference: parse, look at every value, write it again. */
function isCanonical(text: string, depthMax: number): boolean {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return false
  }
  const checked = checkJson(parsed, depthMax)
  return checked.ok && isCanonicalText(text, checked.value)
}

const keys = fc.constantFrom('a', 'b', 'ab', '9', '10', '\u00e9', '', 'k"', '\\', '__proto__', '\ufb33', '\u{1F600}')
const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', '\n', '\u0001', '\u007f', '\u2028', '\ud800'))
const values = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, 0, -0, -1, 0.5, 1e21, 999_999_999_999_999, 2 ** 53 - 1, 2 ** 53),
    fc.integer(),
    texts,
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
  ),
})).value

describe('a walk over a text', () => {
  test('[BAS6] takes for canonical only what is', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 4 }), (value, depth) => {
        const canonical = checkJson(value, 16).ok ? [canonicalText(value)] : []
        for (const text of [JSON.stringify(value), JSON.stringify(value, null, 1), ...canonical]) {
          if (isPlainlyCanonical(text, depth)) expect(isCanonical(text, depth), text).toBe(true)
        }
      }),
    )
  })

  test('[BAS6] takes no text for canonical in which one place was changed', () => {
    const text = canonicalText({ at: 17, items: [{ frame: 'room-1', k: 'claim', valid: [null, -5], value: { ref: 'é\n"' } }], sig: 'AA' })
    const marks = ['', ' ', '"', '\\', ',', ':', '{', '}', '[', ']', '0', '1', '-', '.', 'e']
    const pieces = fc.constantFrom(...marks, 'true', '\u0000', '\ud800', 'é', '\\u00e9')
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(3), pieces, (at, cut, piece) => {
        const other = text.slice(0, at) + piece + text.slice(at + cut)
        if (isPlainlyCanonical(other, 16)) expect(isCanonical(other, 16), other).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['numbers, words and lists', '[0,-1,17,999999999999999,true,false,null,[],{}]'],
    ['texts with their short escapes', '["","a","é","\\"\\\\\\b\\f\\n\\r\\t","\u2028\u007f"]'],
    ['sorted keys', '{"":1,"1":2,"10":3,"9":4,"a":5,"ab":6,"b":7,"é":8}'],
  ])('[BAS6] sees %s in one walk', (_what, text) => {
    expect(isCanonical(text, 16)).toBe(true)
    expect(isPlainlyCanonical(text, 16)).toBe(true)
  })

  test.each([
    ['nothing', ''],
    ['a space', '[1, 2]'],
    ['a leading zero', '[01]'],
    ['zero below zero', '[-0]'],
    ['a point', '[1.5]'],
    ['an exponent', '[1e5]'],
    ['keys that are not sorted', '{"b":1,"a":2}'],
    ['a key twice', '{"a":1,"a":2}'],
    ['a long escape of what has a short one', '["\\u000a"]'],
    ['an escape that is none', '["\\/"]'],
    ['a raw control character', '["\n"]'],
    ['a lone surrogate', '["\ud800"]'],
    ['what comes after', '[]]'],
    ['what is cut off', '["a'],
    ['what is cut off in an escape', '["a\\'],
    ['a word that is none', '[nul]'],
  ])('[BAS6] does not take %s', (_what, text) => {
    expect(isPlainlyCanonical(text, 16)).toBe(false)
  })

  test('[BAS6] counts depth as checking a value does', () => {
    for (let depth = 0; depth < 6; depth += 1) {
      const text = '['.repeat(depth) + ']'.repeat(depth)
      for (let max = 0; max < 6; max += 1) if (depth > 0) expect(isPlainlyCanonical(text, max)).toBe(isCanonical(text, max))
    }
  })
})
