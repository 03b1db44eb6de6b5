/** Trace items: what a log of kind `traces` holds: sessions, their steps as they are made, and what they publish. Plain data. */
import type { AuthorKey } from '../identity/signature.ts'
import type { ItemId } from './item-id.ts'
import type { Value } from './value.ts'

/** A statement as an item spells it: `not` is there only where it is true. */
export interface Spelled {
  readonly frame: string
  readonly slot: string
  readonly value: Value
  readonly not?: true
}

/** A check as an item spells it; `round` is there only where it is true. Kinds as in `traces/trace.ts`. */
export type SpelledCheck =
  | { readonly k: 'arith'; readonly expr: string; readonly value: string; readonly round?: true }
  | { readonly k: 'rule' }
  | { readonly k: 'observe' }
  | { readonly k: 'say' }
  | { readonly k: 'custom'; readonly by: string; readonly data?: string }

/** Begins an attempt at a goal. Its id names the session, whoever goes on with it. */
export interface SessionItem {
  readonly k: 'session'
  readonly goal: string
  /** The slot of a frame that would answer it, where there is one. */
  readonly wants?: { readonly frame: string; readonly slot: string }
  /** `name@version` of the module at work, where one is. */
  readonly module?: string
}

/** A step of a session: a draft until a conclusion rests on it (R24). */
export interface StepItem {
  readonly k: 'step'
  readonly session: ItemId
  readonly text?: string
  /** Ids of steps, by whomever, and of claims; sorted, without repetition. */
  readonly uses?: readonly ItemId[]
  readonly checks?: readonly SpelledCheck[]
  readonly gives?: Spelled
}

/** Publishes what a session came to: its trace is the steps named and all that they use. */
export interface ConclusionItem {
  readonly k: 'conclusion'
  readonly session: ItemId
  readonly concludes: Spelled
  /** Steps that the conclusion rests on; sorted, without repetition. What they use need not be named. */
  readonly steps?: readonly ItemId[]
}

/** Gives a session on: to the author named, or to whoever comes next. */
export interface HandoverItem {
  readonly k: 'handover'
  readonly session: ItemId
  readonly to?: AuthorKey
}

/** Ends a session that came to nothing. */
export interface CloseItem {
  readonly k: 'close'
  readonly session: ItemId
  readonly reason: string
}

/** Anything that a log of traces holds besides withdrawals. */
export type TraceItem = SessionItem | StepItem | ConclusionItem | HandoverItem | CloseItem
