/** Trace input: reasoning done elsewhere, as it is handed in to be published. Plain data. */
import type { ItemId } from '../../frames/item.ts'
import type { Goal, StatementInput, Step } from './module.ts'

/** A whole trace, as it may be handed in. */
export interface TraceInput extends Goal {
  readonly steps: readonly Step[]
  readonly concludes: StatementInput
  /** Who or what reasoned, like `name@version`. */
  readonly module?: string
}

/** Where it is found. */
export interface PublishedReceipt {
  readonly trace: ItemId
  readonly session: ItemId
}
