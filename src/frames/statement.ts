/** Statement: what is said, whoever says it. Judgement ranges over statements; a claim is one author's support for one. */
import { showValue, valueKey, type Value } from './value.ts'

/** What is said of one slot of one frame. */
export interface Statement {
  /** `domain/name`; without a slash the domain is `main`. */
  readonly frame: string
  readonly slot: string
  readonly value: Value
  /** true: that the frame does not have this value. */
  readonly not: boolean
}

/** A text that two statements share only if they are equal: canonical JSON `[frame,slot,value,not]`. Its hash orders what is reported. */
export function statementKey(statement: Statement): string {
  const { frame, slot, value, not } = statement
  return `[${JSON.stringify(frame)},${JSON.stringify(slot)},${valueKey(value)},${not ? 'true' : 'false'}]`
}

/** How a person reads it: `d1.state = "open"`, or `!=` for a negative one. */
export function showStatement({ frame, slot, value, not }: Statement): string {
  return `${frame}.${slot} ${not ? '!=' : '='} ${showValue(value)}`
}
