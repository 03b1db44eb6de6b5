/** Reading traces of a case: goals, steps, what they use and how they may be verified. */
import { parseDecimal } from '../../frames/decimal.ts'
import { showValue, type Value } from '../../frames/value.ts'
import type { Check, Step, Trace } from '../../traces/trace.ts'
import * as read from './fields.ts'
import { readStatement } from './statement.ts'

/** `{id, by, goal, session?, concludes?, steps}`. */
export function readTrace(input: unknown, at: string): Trace {
  const fields = read.fieldsOf(input, at, ['id', 'by', 'goal', 'session', 'concludes', 'steps'])
  const session = read.optional(fields, 'session', read.name, undefined)
  return {
    ...(session === undefined ? {} : { session }),
    id: read.field(fields, 'id', read.name),
    by: read.field(fields, 'by', read.name),
    goal: read.field(fields, 'goal', read.text),
    concludes: read.optional(fields, 'concludes', readStatement, undefined),
    steps: read.optional(fields, 'steps', read.listOf(step), []),
  }
}

function step(input: unknown, at: string): Step {
  const fields = read.fieldsOf(input, at, ['id', 'text', 'uses', 'check', 'gives'])
  return {
    id: read.field(fields, 'id', read.name),
    text: read.optional(fields, 'text', read.text, ''),
    uses: read.optional(fields, 'uses', read.listOf(read.name), []),
    checks: read.optional(fields, 'check', checks, []),
    gives: read.optional(fields, 'gives', readStatement, undefined),
  }
}

function checks(input: unknown, at: string): readonly Check[] {
  return Array.isArray(input) ? read.listOf(check)(input, at) : [check(input, at)]
}

function check(input: unknown, at: string): Check {
  const fields = read.fieldsOf(input, at, ['k', 'expr', 'value', 'round', 'rule'])
  const k = read.field(fields, 'k', read.text)
  if (k === 'rule' || k === 'observe' || k === 'say') return { k }
  if (k !== 'arith') throw new read.CaseFault(`${at}.k`, 'must be one of arith rule observe say')
  const round = read.optional(fields, 'round', read.flag, false)
  return { k, expr: read.field(fields, 'expr', read.text), value: read.field(fields, 'value', spelled), round }
}

/** A number as text, or as JSON wrote it. */
function spelled(input: unknown, at: string): string {
  if (typeof input === 'string') return input
  const value: Value = read.value(input, at)
  if (parseDecimal(showValue(value)) === undefined) throw new read.CaseFault(at, 'must be a number')
  return showValue(value)
}
