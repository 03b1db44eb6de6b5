/** Case: a knowledge base with its law and its questions, as read from a file (`case/1`). */
import type { Ms } from '../../base/clock.ts'
import type { Law } from '../../frames/facet.ts'
import type { ItemId, Said } from '../../frames/item.ts'
import type { Statement } from '../../frames/statement.ts'
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

/** A chain of reasoning toward a goal. */
export interface Trace {
  readonly id: string
  readonly by: string
  readonly goal: string
  readonly concludes: Statement | undefined
  readonly steps: readonly TraceStep[]
}

/** One step of a trace. */
export interface TraceStep {
  readonly id: string
  readonly text: string
  readonly uses: readonly ItemId[]
  readonly checks: readonly Check[]
  readonly gives: Statement | undefined
}

/** How a step can be verified. */
export type Check =
  | { readonly k: 'arith'; readonly expr: string; readonly value: string; readonly round: boolean }
  | { readonly k: 'rule' }
  | { readonly k: 'observe' }
  | { readonly k: 'say' }

/** What is wrong with a case file; `path` is like `claims[3].value`, or a line of the text where it is no JSON. */
export interface CaseError {
  readonly type: 'CaseError'
  readonly path: string
  readonly why: string
}
