/** Values tests: the facets that look at one value alone, and the comparisons between two. */
import { RE2JS } from 're2js'
import type { Facet } from '../../frames/facet.ts'
import { compareDecimals, type Decimal } from '../../frames/decimal.ts'
import {
  compareValues,
  decimalOf,
  kindOf,
  showValue,
  valueKey,
  type Value,
  type ValueKind,
} from '../../frames/value.ts'
import { listed } from './words.ts'

/** A facet that one value can break by itself. */
export interface ValueTest {
  /** What the slot demands, as the end of the sentence "x must be ...". */
  readonly demand: string
  allows(value: Value): boolean
}

/** The test of a facet on single values, or undefined when the facet is of another sort. */
export function valueTestOf(facet: Facet): ValueTest | undefined {
  switch (facet.k) {
    case 'type':
      return {
        demand: `of kind ${facet.oneOf.join(' or ')}`,
        allows: (value) => facet.oneOf.some((kind) => isOfKind(value, kind)),
      }
    case 'enum': {
      const keys = new Set(facet.values.map(valueKey))
      return { demand: `one of ${listed(facet.values.map(showValue))}`, allows: (value) => keys.has(valueKey(value)) }
    }
    case 'interval':
      return intervalTest(facet)
    case 'length':
      return lengthTest(facet.min, facet.max)
    case 'pattern':
      return patternTest(facet.re)
    default:
      return undefined
  }
}

function isOfKind(value: Value, kind: ValueKind): boolean {
  const own = kindOf(value)
  return own === kind || (kind === 'dec' && own === 'int')
}

function intervalTest(facet: Extract<Facet, { k: 'interval' }>): ValueTest {
  const { min, max, open = false } = facet
  const within = (order: -1 | 0 | 1 | undefined, outside: -1 | 1): boolean =>
    order !== undefined && order !== outside && !(open && order === 0)
  const parts = [min === undefined ? '' : `${open ? 'above' : 'at least'} ${showValue(min)}`]
  parts.push(max === undefined ? '' : `${open ? 'below' : 'at most'} ${showValue(max)}`)
  return {
    demand: parts.filter((part) => part !== '').join(' and '),
    allows: (value) =>
      (min === undefined || within(compareValues(value, min), -1)) &&
      (max === undefined || within(compareValues(value, max), 1)),
  }
}

/** Length counts code points of strings; other values have none and break it. */
function lengthTest(min = 0, max = Number.MAX_SAFE_INTEGER): ValueTest {
  return {
    demand: `a text of ${min} to ${max === Number.MAX_SAFE_INTEGER ? 'any number of' : max} characters`,
    allows(value) {
      if (typeof value !== 'string') return false
      const length = [...value].length
      return length >= min && length <= max
    },
  }
}

/** A pattern that is no regular expression is not in force: it forbids nothing. */
function patternTest(re: string): ValueTest {
  const compiled = patternFault(re) === undefined ? RE2JS.compile(re) : undefined
  return {
    demand: `a text that matches ${re}`,
    allows: (value) => compiled === undefined || (typeof value === 'string' && compiled.matches(value)),
  }
}

/** Why `re` cannot be used as a pattern; undefined when it can. */
export function patternFault(re: string): string | undefined {
  try {
    RE2JS.compile(re)
    return undefined
  } catch (error) {
    return `the pattern ${JSON.stringify(re)} is no RE2 regular expression: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** How far measured numbers may lie apart and still be one value. */
export type Tolerance = Extract<Facet, { k: 'tolerance' }>

const MILLION = 1_000_000n

/** Whether two values differ by more than the tolerance; values that are no numbers differ unless equal. */
export function isApart(left: Value, right: Value, { abs, ppm }: Tolerance): boolean {
  if (valueKey(left) === valueKey(right)) return false
  const [a, b] = [decimalOf(left), decimalOf(right)]
  if (a === undefined || b === undefined) return true
  const gap = plus(a, { digits: -b.digits, exponent: b.exponent })
  const size = { digits: gap.digits < 0n ? -gap.digits : gap.digits, exponent: gap.exponent }
  const bound = abs === undefined ? undefined : decimalOf(abs)
  if (bound !== undefined && compareDecimals(size, bound) <= 0) return false
  if (ppm === undefined) return true
  const larger = compareDecimals(absolute(a), absolute(b)) >= 0 ? absolute(a) : absolute(b)
  const scaled = { digits: size.digits * MILLION, exponent: size.exponent }
  return compareDecimals(scaled, { digits: larger.digits * BigInt(ppm), exponent: larger.exponent }) > 0
}

function plus(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent)
  const lifted = (of: Decimal): bigint => of.digits * 10n ** BigInt(of.exponent - exponent)
  return { digits: lifted(a) + lifted(b), exponent }
}

function absolute(of: Decimal): Decimal {
  return of.digits < 0n ? { digits: -of.digits, exponent: of.exponent } : of
}
