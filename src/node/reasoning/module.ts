/** Module: code that reasons: it accepts goals, and gives the steps of a trace one by one. What a module author implements. */
import type { Ms } from '../../base/clock.ts'
import type { ItemId } from '../../frames/item.ts'
import type { Step as MadeStep } from '../../traces/trace.ts'
import type { QueryAnswers } from '../../semantics/query/answers.ts'
import type { FrameView, QueryChoice, ValueInput } from '../frame-view.ts'

/** What is asked for. */
export interface Goal {
  /** In words; traces of one goal are compared, so the same question wants the same words. At most 1,024 characters. */
  readonly goal: string
  /** The slot of a frame that would answer it, where there is one: what stands there is an answer without any reasoning. */
  readonly wants?: { readonly frame: string; readonly slot: string }
  /** Where the reasoning is told; default: the domain of `wants`, else `main`. */
  readonly domain?: string
}

/** A statement as a module gives it. */
export interface StatementInput {
  readonly frame: string
  readonly slot: string
  readonly value: ValueInput
  readonly not?: boolean
}

/** How a step can be verified, as in `traces/trace.ts`; a text is short for a check without parts. */
export type CheckInput =
  | 'rule'
  | 'observe'
  | 'say'
  | { readonly k: 'rule' | 'observe' | 'say' }
  | { readonly k: 'arith'; readonly expr: string; readonly value: string | number; readonly round?: boolean }
  | { readonly k: 'custom'; readonly by: string; readonly data?: string }

/** One step as a module gives it. */
export interface Step {
  /** A name by which later steps of the same run use it. */
  readonly id?: string
  readonly text?: string
  /** Names of earlier steps of this run, or ids of steps and claims. */
  readonly uses?: readonly string[]
  readonly check?: CheckInput | readonly CheckInput[]
  readonly gives?: StatementInput
  /** What the whole run comes to: with it the run ends. */
  readonly concludes?: StatementInput
}

/** How much a run may take. */
export interface Budget {
  readonly steps: number
  readonly ms: Ms
}

/** What a module is given. Frames and queries are read as this node holds them at the moment of reading. */
export interface Work {
  readonly goal: Goal
  frames(id: string): FrameView
  query(body: string, options?: QueryChoice): QueryAnswers
  /** Ids of the claims that a statement rests on here: what a step that uses it names. */
  claimsOf(statement: StatementInput): readonly ItemId[]
  /** Fires when nobody wants the answer any more, or the budget is used up. */
  readonly signal: AbortSignal
  readonly budget: Budget
  /** Steps of the same session that another run made, by whomever: to go on from them, use their ids. */
  readonly previous: readonly MadeStep[]
}

/** What a module that may run elsewhere is given: as {@link Work}, but what it reads may have to come from the node first. */
export interface GuestWork extends Omit<Work, 'frames' | 'query' | 'claimsOf'> {
  frames(id: string): FrameView | Promise<FrameView>
  query(body: string, options?: GuestQuery): QueryAnswers | Promise<QueryAnswers>
  claimsOf(statement: StatementInput): readonly ItemId[] | Promise<readonly ItemId[]>
}

/** A query as it can be sent: milliseconds instead of a Date, and no fork. */
export interface GuestQuery {
  readonly now?: Ms
  readonly limit?: number
  readonly steps?: number
}

/** A module that awaits what it reads. It runs in a node like any other, in a thread of its own, or in another process. */
export interface GuestModule extends Omit<Module, 'run'> {
  run(work: GuestWork): AsyncIterable<Step>
}

/** A way to reason. It may fail as it likes: by throwing, by never ending, by giving steps that do not hold. Only its session suffers. */
export interface Module {
  readonly name: string
  /** `name@version` is told to other nodes. */
  readonly version: string
  /** How well it suits a goal: 0 not at all, up to 1000. Must be quick; one that throws, or takes its time, does not accept. */
  accepts(goal: Goal): number | Promise<number>
  run(work: Work): AsyncIterable<Step>
}

/** Verifies steps with a `custom` check of its name: why one does not hold, or undefined. Looked at before a trace is published. */
export interface Checker {
  /** `name@version`. */
  readonly name: string
  faultOf(step: MadeStep, data: string | undefined): string | undefined
}

/** `name@version` of a module. */
export function labelOf({ name, version }: Pick<Module, 'name' | 'version'>): string {
  return `${name}@${version}`
}
