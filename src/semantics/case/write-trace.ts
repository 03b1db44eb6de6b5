/** Writing traces of a case: those that a realm published, so that the case judges them as its nodes do. */
import type { Statement } from '../../frames/statement.ts'
import type { Check, Step, Trace } from '../../traces/trace.ts'
import { writeValue } from './value.ts'

/** A trace as a case writes it. */
export function writeTrace(trace: Trace, nameOf: (author: string) => string): object {
  const { id, by, goal, session, concludes, steps } = trace
  return {
    ...{ id, by: nameOf(by), goal },
    ...(session === undefined ? {} : { session }),
    ...(concludes === undefined ? {} : { concludes: writeStatement(concludes) }),
    steps: steps.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(writeStep),
  }
}

function writeStep({ id, text, uses, checks, gives }: Step): object {
  return {
    id,
    ...(text === '' ? {} : { text }),
    ...(uses.length === 0 ? {} : { uses }),
    ...(checks.length === 0 ? {} : { check: checks.map(writeCheck) }),
    ...(gives === undefined ? {} : { gives: writeStatement(gives) }),
  }
}

/** A custom check is words to whoever has not its checker, and so to a case. */
function writeCheck(check: Check): object {
  if (check.k === 'custom') return { k: 'say' }
  return check.k === 'arith' && !check.round ? { k: check.k, expr: check.expr, value: check.value } : check
}

function writeStatement({ frame, slot, value, not }: Statement): object {
  return { frame, slot, value: writeValue(value), ...(not ? { not } : {}) }
}
