/** Visited: the values that a trace goes by: what its sums are made of and come to, what its steps give, and what it concludes. */
import { parseDecimal } from '../frames/decimal.ts'
import { valueKey, valueOfDecimal } from '../frames/value.ts'
import { evaluate, numbersIn } from './expression.ts'
import { showRational } from './rational.ts'
import type { Check, Trace } from './trace.ts'

/** Values of one trace beyond which the rest are left out: those whose keys come first count. */
export const VISITED_MAX = 1_000

/**
 * Keys of the values that `trace` goes by, sorted, each once. Whoever reasons wrongly mostly ends in one of the values that reasoning about
 * the question goes by, so this says among how many values wrong answers are spread.
 */
export function visitedBy({ steps, concludes }: Trace): readonly string[] {
  const given = [concludes, ...steps.map(({ gives }) => gives)].filter((statement) => statement !== undefined)
  const visited = new Set([...given.map(({ value }) => valueKey(value)), ...steps.flatMap(({ checks }) => checks.flatMap(numbersOf))])
  return [...visited].sort().slice(0, VISITED_MAX)
}

/** What a sum is made of, as written, and what it is said to come to. */
function numbersOf(check: Check): readonly string[] {
  if (check.k !== 'arith') return []
  const result = evaluate(check.value)
  const results = result.ok ? [numberKey(showRational(result.value))] : []
  return [...numbersIn(check.expr).map((number) => valueKey(valueOfDecimal(number))), ...results]
}

/** A fraction that is no decimal is no value that anybody could claim, and yet a place where reasoning has been. */
function numberKey(text: string): string {
  const decimal = parseDecimal(text)
  return decimal === undefined ? text : valueKey(valueOfDecimal(decimal))
}
