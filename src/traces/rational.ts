/** Rationals: exact fractions of big integers under limits, so that arithmetic means the same everywhere and always ends. */
import { NUMBER_DIGITS_MAX } from '../base/limits.ts'
import type { Decimal } from '../frames/decimal.ts'

/** `over` / `under`, not always in lowest terms; `under` is positive. */
export interface Rational {
  readonly over: bigint
  readonly under: bigint
}

/** The first integer that has too many digits (R7). */
const BEYOND = 10n ** BigInt(NUMBER_DIGITS_MAX)

/** An exact decimal as a fraction. */
export function rationalOf({ digits, exponent }: Decimal): Rational {
  const power = 10n ** BigInt(Math.abs(exponent))
  return exponent < 0 ? { over: digits, under: power } : { over: digits * power, under: 1n }
}

/** The sum, or undefined when in lowest terms it has more than {@link NUMBER_DIGITS_MAX} digits over or under the line. */
export function add(a: Rational, b: Rational): Rational | undefined {
  return fitted(a.over * b.under + b.over * a.under, a.under * b.under)
}

/** The product; undefined as for {@link add}. */
export function multiply(a: Rational, b: Rational): Rational | undefined {
  return fitted(a.over * b.over, a.under * b.under)
}

/** The number with its sign turned. */
export function negate({ over, under }: Rational): Rational {
  return { over: -over, under }
}

/** One divided by `a`, which is not zero. */
export function invert({ over, under }: Rational): Rational {
  return over < 0n ? { over: -under, under: -over } : { over: under, under: over }
}

/** `base` to a power of 0 or more, by squaring; undefined as for {@link add}. Anything to the power 0 is 1. */
export function raise(base: Rational, power: number): Rational | undefined {
  let [result, square]: (Rational | undefined)[] = [{ over: 1n, under: 1n }, base]
  for (let left = power; left > 0; left >>= 1) {
    if (result === undefined || square === undefined) return undefined
    if ((left & 1) === 1) result = multiply(result, square)
    if (left > 1) square = multiply(square, square)
  }
  return result
}

/** Whether the two are one number. */
export function isEqual(a: Rational, b: Rational): boolean {
  return a.over * b.under === b.over * a.under
}

/** The integer that the number is, or undefined when it is none. */
export function integerOf({ over, under }: Rational): bigint | undefined {
  return over % under === 0n ? over / under : undefined
}

/** Rounded to `decimals` places after the point (before it, where negative); a half goes away from zero. */
export function rounded({ over, under }: Rational, decimals: number): Rational {
  const scale = 10n ** BigInt(Math.abs(decimals))
  const [top, bottom] = decimals < 0 ? [over, under * scale] : [over * scale, under]
  const size = top < 0n ? -top : top
  const near = (size * 2n + bottom) / (bottom * 2n)
  const whole = top < 0n ? -near : near
  return decimals < 0 ? { over: whole * scale, under: 1n } : { over: whole, under: scale }
}

/** As a person reads it: a plain integer or decimal where it is one of at most 20 places, else `over/under` in lowest terms. */
export function showRational(number: Rational): string {
  const { over, under } = lowest(number.over, number.under)
  if (under === 1n) return String(over)
  for (let places = 1; places <= PLACES_SHOWN_MAX; places++) {
    const scale = 10n ** BigInt(places)
    if (scale % under === 0n) return decimalText((over * scale) / under, places)
  }
  return `${over}/${under}`
}

const PLACES_SHOWN_MAX = 20

function decimalText(digits: bigint, places: number): string {
  const text = String(digits < 0n ? -digits : digits).padStart(places + 1, '0')
  return `${digits < 0n ? '-' : ''}${text.slice(0, -places)}.${text.slice(-places)}`
}

/** Lowest terms are sought only where the limit asks for them: most sums stay far below it. */
function fitted(over: bigint, under: bigint): Rational | undefined {
  if (isWithin(over) && isWithin(under)) return { over, under }
  const small = lowest(over, under)
  return isWithin(small.over) && isWithin(small.under) ? small : undefined
}

const isWithin = (number: bigint): boolean => number < BEYOND && number > -BEYOND

function lowest(over: bigint, under: bigint): Rational {
  let [a, b] = [over < 0n ? -over : over, under]
  while (b !== 0n) [a, b] = [b, a % b]
  return { over: over / a, under: under / a }
}
