/** Reading a statement of a case file. */
import type { Statement } from '../../frames/statement.ts'
import * as read from './fields.ts'

/** A statement: `{frame, slot, value, not?}`. */
export function readStatement(input: unknown, at: string): Statement {
  const fields = read.fieldsOf(input, at, ['frame', 'slot', 'value', 'not'])
  return {
    frame: read.field(fields, 'frame', read.frame),
    slot: read.field(fields, 'slot', read.name),
    value: read.field(fields, 'value', read.value),
    not: read.optional(fields, 'not', read.flag, false),
  }
}
