/** Fallen: an author below the policy's floor, and the sums that say so. */
import { QUALITY_MAX } from '../../base/limits.ts'
import type { ItemId } from '../../frames/item.ts'
import type { Learned } from '../../frames/learned.ts'

/** An author below the floor, by what was measured. */
export interface Fallen {
  readonly author: string
  /** Parts per million: the share of `items` that are neither of the next two, or `learned` where that is less. */
  readonly quality: number
  /** How far its word counts meanwhile, in parts per million of what it would count otherwise. */
  readonly weight: number
  /** Claims, undercuts and conclusions that were measured. */
  readonly items: number
  /** Those of them that it took back itself. */
  readonly withdrawn: number
  /** Those of the others that are conclusions of traces that do not hold by themselves. */
  readonly incoherent: number
  /** How often it is right by what was learned, in parts per million; null: nothing was. */
  readonly learned: number | null
}

/** What an author's items are measured by. */
export interface Gauge {
  readonly weight: number
  readonly learned: Learned | null
  isWithdrawn(id: ItemId): boolean
  isIncoherent(id: ItemId): boolean
}

/** What `author` comes to by its `items`, below the floor or not. */
export function tallyOf(author: string, items: readonly ItemId[], { weight, learned, isWithdrawn, isIncoherent }: Gauge): Fallen {
  const kept = items.filter((id) => !isWithdrawn(id))
  const incoherent = kept.filter(isIncoherent).length
  const own = items.length === 0 ? QUALITY_MAX : Math.floor(((kept.length - incoherent) * QUALITY_MAX) / items.length)
  const right = learned !== null && Object.hasOwn(learned.quality, author) ? (learned.quality[author] ?? null) : null
  const counts = { items: items.length, withdrawn: items.length - kept.length, incoherent }
  return { author, quality: Math.min(own, right ?? QUALITY_MAX), weight, ...counts, learned: right }
}
