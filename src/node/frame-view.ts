/** Frame view: values as a caller gives them, frames as a program reads them, and how a query is asked. Plain data. */
import type { Ms } from '../base/clock.ts'
import type { Fork, Standing, Status } from '../semantics/judgement.ts'

/** A value as the API takes it: JS numbers (exact by their shortest decimal), Dates, bigints and the tagged forms of a case. */
export type ValueInput =
  | string
  | number
  | bigint
  | boolean
  | Date
  | { readonly ref: string }
  | { readonly time: string | number }
  | { readonly int: string }
  | { readonly dec: string }

/** One slot of a frame as it stands. */
export interface SlotView {
  /** The accepted value: the heaviest by status, then weight; undefined when none is accepted. */
  readonly value: unknown
  readonly values: readonly unknown[]
  readonly status: Status
  readonly weight: string
  readonly by: readonly string[]
  /** true while no other member has confirmed any of the supports. */
  readonly provisional: boolean
  /** Every other statement about the slot, dissent included. */
  readonly others: readonly Standing[]
}

/** A frame by slot; it has no prototype. */
export type FrameView = Readonly<Record<string, SlotView>>

/** How a query is read, and how much of its answer. */
export interface QueryChoice {
  /** The instant asked about; absent: answers carry their windows. */
  readonly now?: Date | Ms
  /** Reads the frames as this fork has them. */
  readonly fork?: Fork
  /** Answers given at most; default 1,000. */
  readonly limit?: number
  /** Facts looked at, at most; default 1,000,000. */
  readonly steps?: number
}
