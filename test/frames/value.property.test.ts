/** Values: exact, one normal form, one order. */
import { fc } from '../seeded.ts'
import { describe, expect, test } from 'vitest'
import { compareDecimals, parseDecimal, printDecimal } from '../../src/frames/decimal.ts'
import { compareValues, isNormalValue, kindOf, normalizeValue, showValue, valueKey, type Value } from '../../src/frames/value.ts'

const valueOf = (input: unknown): Value => {
  const read = normalizeValue(input)
  if (!read.ok) throw new Error(read.error.why)
  return read.value
}

describe('normal form', () => {
  test.each<[string, unknown[]]>([
    ['3', [3, 3n, { int: '3' }, { dec: '3.00' }, { dec: '30e-1' }, { int: '+3'.slice(1) }]],
    ['0', [0, -0, { dec: '-0.0' }, { int: '000' }]],
    ['{"dec":"0.1"}', [0.1, { dec: '0.10' }, { dec: '1e-1' }]],
    [
      '{"int":"12345678901234567890"}',
      [12345678901234567890n, { int: '012345678901234567890' }, { dec: '1234567890123456789e1' }],
    ],
    [
      '{"time":1767225600000}',
      [{ time: '2026-01-01T00:00:00Z' }, { time: 1767225600000 }, { time: '2026-01-01T01:00:00+01:00' }, new Date(1767225600000)],
    ],
    ['"\u00e9"', ['\u00e9', 'e\u0301']],
    ['{"ref":"d2"}', [{ ref: 'd2' }]],
    ['true', [true]],
  ])('[FRM1] %s, however it is written', (key, inputs) => {
    expect(inputs.map((input) => valueKey(valueOf(input)))).toEqual(inputs.map(() => key))
    expect(inputs.every((input) => isNormalValue(valueOf(input)))).toBe(true)
  })

  test.each<[string, unknown]>([
    ['NaN', Number.NaN],
    ['null', null],
    ['a list', [1]],
    ['two tags', { int: '1', dec: '1' }],
    ['no tag', {}],
    ['a fraction as int', { int: '1.5' }],
    ['no number', { dec: '1.' }],
    ['too many digits', { int: '1'.repeat(1_001) }],
    ['a huge exponent', { dec: '1e1001' }],
    ['a time without zone', { time: '2026-01-01T00:00:00' }],
    ['a day that is none', { time: '2026-02-30' }],
    ['a reference to no frame', { ref: '' }],
    ['a lone surrogate', '\ud800'],
  ])('[FRM1] %s is no value', (_what, input) => {
    expect(normalizeValue(input).ok).toBe(false)
  })

  test('[FRM1] every finite JS number keeps its value', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e200, max: 1e200 }), (number) => {
        expect(Number(showValue(valueOf(number)))).toBe(number === 0 ? 0 : number)
      }),
    )
  })

  test('[FRM1] only the normal form is taken for it', () => {
    for (const input of [{ int: '3' }, { dec: '0.10' }, { dec: '1e-1' }, 0.5, { time: '2026-01-01' }, { ref: 'a', x: 1 }, null]) {
      expect(isNormalValue(input)).toBe(false)
    }
  })
})

describe('order', () => {
  const digits = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
  const decimals = fc.tuple(digits, fc.integer({ min: -20, max: 5 })).map(([whole, places]) => parseDecimal(`${whole}e${places}`))

  test('[FRM2] decimals compare like the rationals they are, and print to what they are', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        if (a === undefined || b === undefined) throw new Error('within the limits')
        const scaled = (d: typeof a): bigint => d.digits * 10n ** BigInt(d.exponent + 50)
        expect(compareDecimals(a, b)).toBe(scaled(a) < scaled(b) ? -1 : scaled(a) > scaled(b) ? 1 : 0)
        expect(parseDecimal(printDecimal(a))).toEqual(a)
      }),
    )
  })

  test('[FRM2] kinds that cannot be compared have no order', () => {
    const samples: unknown[] = ['a', 1, { dec: '0.5' }, true, { ref: 'a' }, { time: 0 }]
    const comparable = samples.map((a) => samples.map((b) => compareValues(valueOf(a), valueOf(b)) !== undefined))
    expect(comparable).toEqual([
      [true, false, false, false, false, false],
      [false, true, true, false, false, false],
      [false, true, true, false, false, false],
      [false, false, false, false, false, false],
      [false, false, false, false, false, false],
      [false, false, false, false, false, true],
    ])
    expect(samples.map((value) => kindOf(valueOf(value)))).toEqual(['str', 'int', 'dec', 'bool', 'ref', 'time'])
  })
})
