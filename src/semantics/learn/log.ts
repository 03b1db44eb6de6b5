/** Logarithm in integers: natural, in millionths, by + - * / alone, so that it is the same to the bit on every machine. */
import { assert } from '../../base/assert.ts'

/** One, in parts per million and in millionths of a nat. */
export const MILLION = 1_000_000

/** Terms of the series; beyond these a term is below a billionth. */
const TERMS = 14

/** The natural logarithm of `x`, in millionths, rounded down. `x` is positive and finite. */
export function lnMillionths(x: number): number {
  assert(x > 0 && x < Infinity, 'only positive numbers have a logarithm')
  let [mantissa, doublings] = [x, 0]
  for (; mantissa >= 2; doublings += 1) mantissa /= 2
  for (; mantissa < 1; doublings -= 1) mantissa *= 2
  // ln m = 2 artanh((m - 1) / (m + 1)), and the argument is at most 1/3.
  const ratio = (mantissa - 1) / (mantissa + 1)
  const square = ratio * ratio
  let [power, sum] = [ratio, 0]
  for (let odd = 1; odd < 2 * TERMS; odd += 2) {
    sum += power / odd
    power *= square
  }
  return Math.floor((2 * sum + doublings * Math.LN2) * MILLION)
}
