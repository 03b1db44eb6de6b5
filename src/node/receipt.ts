/** Receipt: what a write is answered with, and how a caller gives up waiting for it. */
import type { Hash } from '../base/hash.ts'
import type { ItemId } from '../frames/item.ts'

/** Every waiting call can be given up. */
export interface Cancel {
  readonly signal?: AbortSignal
}

/** The receipt of a write: acknowledged, that is durable. */
export interface Claimed {
  readonly entry: Hash
  readonly ids: readonly ItemId[]
}
