/** Case: a knowledge base with its law and its questions, as read from a file (`case/1`). */
import type { Ms } from '../../base/clock.ts'
import type { Law } from '../../frames/facet.ts'
import type { Said } from '../../frames/item.ts'
import type { Statement } from '../../frames/statement.ts'
import type { Trace } from '../../traces/trace.ts'
import type { Atom } from '../rules/rule.ts'

/** A case in normal form. */
export interface Case {
  readonly law: Law
  /** Slots that claims, traces and questions name besides the law (R14). */
  readonly slots: ReadonlySet<string>
  /** The instant judged; undefined: all of time. */
  readonly now: Ms | undefined
  readonly said: readonly Said[]
  readonly traces: readonly Trace[]
  readonly asks: readonly Ask[]
}

/** A question of a case. */
export type Ask =
  | { readonly k: 'slot'; readonly frame: string; readonly slot: string }
  | { readonly k: 'atom'; readonly atom: Atom }
  | { readonly k: 'goal'; readonly goal: string }
  | { readonly k: 'why'; readonly statement: Statement }

/** What is wrong with a case file; `path` is like `claims[3].value`, or a line of the text where it is no JSON. */
export interface CaseError {
  readonly type: 'CaseError'
  readonly path: string
  readonly why: string
}
