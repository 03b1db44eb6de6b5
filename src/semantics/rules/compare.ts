/** Comparisons in rules: when they hold between two constants. */
import type { CompareOp } from '../../frames/facet.ts'
import { compareValues, valueKey, type Value } from '../../frames/value.ts'

/**
 * Whether `left op right`. Equality is of values, whatever their kinds; an order exists among numbers, times and strings only, and
 * elsewhere every comparison but `!=` is false.
 */
export function holds(op: CompareOp, left: Value, right: Value): boolean {
  if (op === '=' || op === '!=') return (valueKey(left) === valueKey(right)) === (op === '=')
  const order = compareValues(left, right)
  if (order === undefined) return false
  if (order === 0) return op === '<=' || op === '>='
  return order < 0 ? op === '<' || op === '<=' : op === '>' || op === '>='
}
