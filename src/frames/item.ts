/** Items: what an entry holds. Defaults are left out of the text, so each item has one spelling. */
import type { Ms } from '../base/clock.ts'
import type { ItemId } from './item-id.ts'
import type { Prune } from './prune.ts'
import type { RealmItem } from './realm-item.ts'
import type { TraceItem } from './trace-item.ts'
import type { Value } from './value.ts'

export type { ItemId } from './item-id.ts'

/** A half-open interval [from, until) in milliseconds; null is open. */
export type Window = readonly [from: Ms | null, until: Ms | null]

/** One author's support for a statement. */
export interface Claim {
  readonly k: 'claim'
  readonly frame: string
  readonly slot: string
  readonly value: Value
  /** Present and true for a negative claim. */
  readonly not?: true
  /** Permille, 0 to 1000; absent means 1000. */
  readonly confidence?: number
  /** Absent means always. */
  readonly valid?: Window
  /** The claims or steps that this one rests on; sorted, without repetition; absent means none. */
  readonly because?: readonly ItemId[]
}

/** Takes back one's own claim, undercut or withdrawal-free item for good. Of another author it has no effect. */
export interface Withdraw {
  readonly k: 'withdraw'
  readonly claim: ItemId
  readonly reason?: string
}

/** Says that another's claim does not hold, without saying what does: the two compete by weight. */
export interface Undercut {
  readonly k: 'undercut'
  readonly claim: ItemId
  readonly confidence?: number
  readonly reason?: string
}

/** An item of a kind this version does not know, or a malformed one: kept, named, ignored (R7). */
export interface Ignored {
  readonly k: 'ignored'
  readonly why: string
}

/** Anything an entry can hold; unknown and malformed ones are {@link Ignored}. */
export type Item = Claim | Withdraw | Undercut | RealmItem | TraceItem | Prune | Ignored

/** How items of one kind are read. */
export interface ItemReader {
  /** The fields that they may have besides `k`. */
  readonly keys: readonly string[]
  /** What is wrong with these fields; undefined when nothing is. */
  readonly faultOf: (fields: Readonly<Record<string, unknown>>) => string | undefined
}

/** One item with its id and its author: what judgement is made of, whether it came from an entry or from a case file. */
export interface Said {
  readonly id: ItemId
  /** A public key in a live realm, any name in a case. */
  readonly by: string
  readonly item: Item
  /** The reader has verified that it follows from its premises, so it stands by their word alone. Never read from an entry or a file. */
  readonly proved?: boolean
  /** The session that came to it: all that say the same for one session have one vote (R25). Never read from an entry or a file. */
  readonly session?: ItemId
  /** Keys of the values that the reasoning behind it goes by. Never read from an entry or a file. */
  readonly visits?: readonly string[]
}
