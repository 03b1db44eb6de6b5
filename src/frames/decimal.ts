/** Decimal: exact numbers as coefficient x 10^exponent, for values beyond safe integers. No floating point touches them. */
import { NUMBER_DIGITS_MAX, NUMBER_EXPONENT_MAX } from '../base/limits.ts'

/** `digits` x 10^`exponent`; normal form: no trailing zero in `digits`, and exponent 0 for zero. */
export interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

const SHAPE = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,5}))?$/

/** The number that `text` spells (`12`, `-0.50`, `1e3`), or undefined when it is none or over the limits (R7). */
export function parseDecimal(text: string): Decimal | undefined {
  const match = SHAPE.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', part = '', power = '0'] = match
  if (whole.length + part.length > NUMBER_DIGITS_MAX || Math.abs(Number(power)) > NUMBER_EXPONENT_MAX) return undefined
  const decimal = normal(BigInt(`${sign}${whole}${part}`), Number(power) - part.length)
  return inLimits(decimal) ? decimal : undefined
}

function normal(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) return { digits: 0n, exponent: 0 }
  let [rest, power] = [digits, exponent]
  while (rest % 10n === 0n) [rest, power] = [rest / 10n, power + 1]
  return { digits: rest, exponent: power }
}

/** An integer is written out in full, so its zeros count as digits; a fraction's places are its exponent. */
function inLimits({ digits, exponent }: Decimal): boolean {
  const written = digits.toString().length + Math.max(exponent, 0)
  return written <= NUMBER_DIGITS_MAX && exponent >= -NUMBER_EXPONENT_MAX
}

/** Plain decimal notation, without exponent: `-0.5`, `1200`. */
export function printDecimal({ digits, exponent }: Decimal): string {
  if (exponent >= 0) return `${digits}${'0'.repeat(exponent)}`
  const sign = digits < 0n ? '-' : ''
  const text = (digits < 0n ? -digits : digits).toString().padStart(1 - exponent, '0')
  return `${sign}${text.slice(0, exponent)}.${text.slice(exponent)}`
}

/** -1, 0 or 1. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const exponent = Math.min(a.exponent, b.exponent)
  const left = a.digits * 10n ** BigInt(a.exponent - exponent)
  const right = b.digits * 10n ** BigInt(b.exponent - exponent)
  return left < right ? -1 : left > right ? 1 : 0
}
