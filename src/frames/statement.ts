/** Statement: what is said, whoever says it. Judgement ranges over statements; a claim is one author's support for one. */
import type { Value } from './value.ts'

export interface Statement {
  /** `domain/name`; without a slash the domain is `main`. */
  readonly frame: string
  readonly slot: string
  readonly value: Value
  /** true: that the frame does not have this value. */
  readonly not: boolean
}
