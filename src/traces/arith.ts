/** Arithmetic checks: whether an expression is worth what is said, exactly or as rounded. */
import { evaluate, plainNumber, type ExpressionError } from './expression.ts'
import { ROUND_DECIMALS_MAX } from './limits.ts'
import { isEqual, rounded, showRational, type Rational } from './rational.ts'
import type { Check } from './trace.ts'

/** An `arith` check. */
export type ArithCheck = Extract<Check, { k: 'arith' }>

/**
 * Why the check fails, or undefined when it holds. The value may be an expression too; to be rounded to, it must be a number written out.
 * A half is rounded away from zero.
 */
export function arithFault({ expr, value, round }: ArithCheck): string | undefined {
  const found = evaluate(expr)
  if (!found.ok) return `"${excerpt(expr)}" cannot be worked out: ${located(found.error)}`
  const claimed = evaluate(value)
  if (!claimed.ok) return `"${excerpt(value)}" is no value: ${located(claimed.error)}`
  if (isEqual(found.value, claimed.value)) return undefined
  if (!round) return `${excerpt(expr)} is ${result(found.value)}, not ${excerpt(value)}`
  const decimals = decimalsWritten(value)
  if (decimals === undefined) return `"${excerpt(value)}" is no number written out, so nothing can be rounded to it`
  const [near, wanted] = [rounded(found.value, decimals), rounded(claimed.value, decimals)]
  return isEqual(near, wanted) ? undefined : `${excerpt(expr)} is about ${result(near)}, not ${excerpt(value)}`
}

const located = ({ at, why }: ExpressionError): string => `${why} (character ${at})`

/** Characters shown of what may be very long. */
const EXCERPT_LENGTH = 80

function excerpt(text: string): string {
  return text.length <= EXCERPT_LENGTH ? text : `${text.slice(0, EXCERPT_LENGTH)}...`
}

const result = (number: Rational): string => excerpt(showRational(number))

const NUMBER_WRITTEN = /^\s*[-+−–]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/

/** How many decimals a number is written with, at most {@link ROUND_DECIMALS_MAX}; less than none for `12e3`. */
function decimalsWritten(value: string): number | undefined {
  if (!NUMBER_WRITTEN.test(value)) return undefined
  const [digits = '', power = '0'] = plainNumber(value.trim()).toLowerCase().split('e')
  const places = digits.split('.')[1]?.length ?? 0
  return Math.min(places - Number(power), ROUND_DECIMALS_MAX)
}
