/** Words: sentences for people, made from the statements at hand. */
import type { Statement } from '../../frames/statement.ts'
import { showStatement } from '../../frames/statement.ts'
import { showValue } from '../../frames/value.ts'

/** `a`, `a and b`, `a, b and c`; past six the rest is counted. */
export function listed(parts: readonly string[]): string {
  const shown =
    parts.length > SHOWN_MAX ? [...parts.slice(0, SHOWN_MAX), `${parts.length - SHOWN_MAX} more`] : [...parts]
  const last = shown.pop()
  return shown.length === 0 ? (last ?? 'nothing') : `${shown.join(', ')} and ${last}`
}

const SHOWN_MAX = 6

/** The statements in words. */
export function said(statements: readonly Statement[]): string {
  return listed(statements.map(showStatement))
}

/** `a Door's state` or `state`, for a facet that stands under a type or not. */
export function slotOf(slot: string, type: string | undefined): string {
  return type === undefined ? slot : `${slot} of a ${type}`
}

/** `robot-7.location has at most one value, so it cannot be both "a" and "b"`, for values of one slot of one frame. */
export function tooMany(frame: string, slot: string, n: number, statements: readonly Statement[]): string {
  const values = listed(statements.map(({ value }) => showValue(value)))
  const bound = n === 0 ? 'no value' : n === 1 ? 'at most one value' : `at most ${n} values`
  const together = statements.length === 1 ? values : statements.length === 2 ? `both ${values}` : `${values} at once`
  return `${frame}.${slot} has ${bound}, so it cannot be ${together}`
}
