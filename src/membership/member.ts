/** Members, and what is known of a realm besides: the shapes that membership is told in. */
import type { Hash } from '../base/hash.ts'
import type { Item, ItemId } from '../frames/item.ts'
import type { Log, LogKey } from '../frames/log.ts'
import type { LawPart, Role } from '../frames/realm-item.ts'
import type { AuthorKey } from '../identity/signature.ts'

/** One entry of a log of kind `realm`, held whether it counts or not. */
export interface RealmEntry {
  readonly log: Log
  readonly seq: number
  readonly id: Hash
  readonly items: readonly Item[]
}

/** The last entry of a log that counts. */
export interface LastCounted {
  readonly seq: number
  readonly id: Hash
}

/** One who belongs, or did. */
export interface Member {
  readonly key: AuthorKey
  readonly name: string
  /** Parts per million of a vote. */
  readonly weight: number
  /** Never more than its parent's. */
  readonly roles: readonly Role[]
  /** Where it may write; null: everywhere. Never more than where its parent may. */
  readonly domains: readonly string[] | null
  /** Who invited it; null: it has the founder's place. */
  readonly parent: AuthorKey | null
  /** Invitations between it and the founder's place. */
  readonly depth: number
  /** Null: it was not removed. Else the last entries that count; of a log that is not named here nothing does. */
  readonly cuts: ReadonlyMap<LogKey, LastCounted> | null
}

/** A part of the law. */
export interface PartInForce {
  readonly hash: Hash
  readonly part: LawPart
  /** Who said it, sorted; nobody: the founding record. */
  readonly by: readonly AuthorKey[]
}

/** Two that cannot both hold: one rules until somebody settles it. */
export interface Clash {
  readonly type: 'policy' | 'type' | 'successor'
  /** The id of the type; empty for others. */
  readonly about: string
  /** Hash of the part, or key of the successor, that rules. */
  readonly rules: string
  /** Those that do not; sorted. */
  readonly others: readonly string[]
}

/** An item of a member that has no effect, and why. */
export interface IgnoredItem {
  readonly id: ItemId
  readonly why: string
}
