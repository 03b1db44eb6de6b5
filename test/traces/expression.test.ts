/** Expressions: exact values, the grammar as people write it, and errors that say where. */
import { describe, expect, test } from 'vitest'
import { fc } from '../seeded.ts'
import { evaluate } from '../../src/traces/expression.ts'
import { showRational } from '../../src/traces/rational.ts'

function worth(text: string): string {
  const value = evaluate(text)
  return value.ok ? showRational(value.value) : `${value.error.at}: ${value.error.why}`
}

describe('values', () => {
  test.each([
    ['3+4', '7'],
    ['0.1+0.2', '0.3'],
    ['1/3+1/6', '0.5'],
    ['1/3*3', '1'],
    ['1/3', '1/3'],
    ['-7/8', '-0.875'],
    ['12345678901234567890*98765432109876543210', '1219326311370217952237463801111263526900'],
  ])('[TRC1] %s is exactly %s', (text, value) => {
    expect(worth(text)).toBe(value)
  })

  test.each([
    ['2+3*4', '14'],
    ['(2+3)*4', '20'],
    ['100-10-5', '85'],
    ['100/10/5', '2'],
    ['2^3^2', '512'],
    ['2**10', '1024'],
    ['-2^2', '-4'],
    ['(-2)^2', '4'],
    ['2^-2', '0.25'],
    ['2*-3', '-6'],
    ['+5', '5'],
    ['50%', '0.5'],
    ['200*15%', '30'],
    ['50%%', '0.005'],
    ['.5+5.', '5.5'],
    ['1.5e3', '1500'],
    ['15E-1', '1.5'],
    ['1,000+1,234,567.25', '1235567.25'],
    ['6 ÷ 3 × 4 − 1', '7'],
    ['2·3∙4⋅5', '120'],
    [' ( 1 + 2 ) ', '3'],
  ])('[TRC2] %s is %s', (text, value) => {
    expect(worth(text)).toBe(value)
  })

  test.each([
    ['', '1: a number is missing before the end'],
    ['3+', '3: a number is missing before the end'],
    ['3 4', '3: an operator is missing before "4"'],
    ['2(3)', '2: an operator is missing before "("'],
    ['(1+2', '5: ")" is missing before the end'],
    ['1+2)', '4: an operator is missing before ")"'],
    ['2x', '2: "x" is no number and no operator'],
    ['2:15', '2: ":" is no number and no operator'],
    ['10,00', '3: "," is no number and no operator'],
    ['1,0000', '2: "," is no number and no operator'],
    ['1/0', '2: a division by zero'],
    ['1/(2-2)', '2: a division by zero'],
    ['0^-1', '2: a division by zero'],
    ['2^0.5', '2: a power that is no integer'],
    ['𝟙+1', '1: "𝟙" is no number and no operator'],
  ])('[TRC3] %s is refused: %s', (text, error) => {
    expect(worth(text)).toBe(error)
  })
})

describe('limits', () => {
  const nines = '9'.repeat(1_000)

  test.each([
    ['digits of a number', `1${nines}`, 'a number of more than 1000 digits or an exponent beyond 1000'],
    ['digits of a sum', `${nines}+1`, 'the number here has more than 1000 digits'],
    ['digits of a product', `${nines.slice(500)}0*10^500`, 'the number here has more than 1000 digits'],
    ['digits under the line', '1/10^999/10', 'the number here has more than 1000 digits'],
    ['digits of a power', '11^1000', 'the number here has more than 1000 digits'],
    ['powers', '1^1001', 'a power beyond 1000'],
    ['exponents', '1e1001', 'a number of more than 1000 digits or an exponent beyond 1000'],
    ['brackets', `${'('.repeat(17)}1${')'.repeat(17)}`, 'nested more than 16 deep'],
    ['signs', `${'-'.repeat(18)}1`, 'nested more than 16 deep'],
    ['powers of powers', Array(19).fill('1').join('^'), 'nested more than 16 deep'],
    ['operations', Array(1_002).fill('1').join('+'), 'more than 1000 operations'],
    ['characters', ' '.repeat(4_097), 'more than 4096 characters'],
  ])('[TRC4] %s are bounded', (_, text, why) => {
    expect(worth(text)).toContain(why)
  })

  test('[TRC4] what stays under them in lowest terms is worked out, however long the way', () => {
    expect(worth(`${nines}/7*7-${nines}`)).toBe('0')
    expect(worth('10^999/10^999')).toBe('1')
    expect(worth(`${'('.repeat(16)}1${')'.repeat(16)}`)).toBe('1')
    expect(worth(Array(1_001).fill('1').join('+'))).toBe('1001')
  })

  test('[TRC4] no text takes more than its steps, or throws', () => {
    const signs = fc.constantFrom(...'0123456789+-*/^%().,e ×÷', '**', '9'.repeat(300))
    fc.assert(fc.property(fc.array(signs, { maxLength: 60 }), (parts) => void evaluate(parts.join(''))), { numRuns: 500 })
  })
})

test('[TRC1] what is built is what is read: random trees against big integers over a common line', () => {
  type Tree = { readonly text: string; readonly over: bigint; readonly under: bigint }
  const leaf = fc.integer({ min: -50, max: 50 }).map((n): Tree => ({ text: n < 0 ? `(${n})` : String(n), over: BigInt(n), under: 1n }))
  const combine = ([sign, a, b]: readonly [string, Tree, Tree]): Tree => {
    const text = `(${a.text}${sign}${b.text})`
    if (sign === '+') return { text, over: a.over * b.under + b.over * a.under, under: a.under * b.under }
    if (sign === '-') return { text, over: a.over * b.under - b.over * a.under, under: a.under * b.under }
    if (sign === '*' || b.over === 0n) return { text: `(${a.text}*${b.text})`, over: a.over * b.over, under: a.under * b.under }
    return { text, over: a.over * b.under, under: a.under * b.over }
  }
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof({ maxDepth: 5 }, leaf, fc.tuple(fc.constantFrom('+', '-', '*', '/'), tie('tree'), tie('tree')).map(combine)),
  }))
  fc.assert(
    fc.property(tree, ({ text, over, under }) => {
      const value = evaluate(text)
      expect(value.ok && value.value.over * under === over * value.value.under).toBe(true)
    }),
  )
})
