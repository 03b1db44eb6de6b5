/** The realm as its members see it: who belongs, by which law, and the few acts that change either; each checked before it is written. */
import type { Hash } from '../../base/hash.ts'
import type { Law, Policy } from '../../frames/facet.ts'
import type { Role } from '../../frames/realm-item.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Clash, IgnoredItem, PartInForce } from '../../membership/member.ts'
import type { Undone } from '../../membership/undone.ts'
import type { Refused } from '../../semantics/engine.ts'
import type { Cancel, Claimed } from '../receipt.ts'
import type { TypeOptions } from '../sugar.ts'

/** One who belongs to a closed realm, or did. */
export interface RealmMember {
  readonly key: AuthorKey
  readonly name: string
  /** Parts per million of a vote, before the policy's quality. */
  readonly weight: number
  readonly roles: readonly Role[]
  /** Where it may write; null: everywhere. */
  readonly domains: readonly string[] | null
  /** Who brought it in; null: it has the founder's place. */
  readonly parent: AuthorKey | null
  readonly depth: number
  /** It was removed: only what it said before counts. */
  readonly removed: boolean
}

/** What an invited member may do. */
export interface InviteOptions extends Cancel {
  /** What the others know it by. */
  readonly name: string
  /** Default: `write`. */
  readonly roles?: readonly Role[]
  /** Parts per million of a vote; default: a full one, 1,000,000. */
  readonly weight?: number
  /** Default: all domains that the inviter may write in. */
  readonly domains?: readonly string[]
}

/** How a member is removed. */
export interface RemoveOptions extends Cancel {
  /** `true`, the default: what this node counts of it now goes on counting. `false`: nothing of it does. */
  readonly keep?: boolean
}

/** What is added to a law. Types and policy take the place of what they have in common with the law in force. */
export interface LawChange {
  readonly types?: TypeOptions
  readonly rules?: readonly string[]
  /** What is not named stays as it is. */
  readonly policy?: Partial<Policy>
  /** Hashes of parts whose place the new rules take. */
  readonly replaces?: readonly Hash[]
}

/** The receipt of a law change: durable. */
export interface Legislated extends Claimed {
  /** The hashes of the parts, by which they are revoked or replaced. */
  readonly hashes: readonly Hash[]
}

/** The founder's word that somebody comes after it. Worth the realm: keep it where neither key can be lost with it. */
export interface SuccessorWord {
  readonly realm: Hash
  readonly key: AuthorKey
  readonly sig: string
}

/** The law in force. */
export interface LawInForce {
  readonly law: Law
  /** Its parts with their hashes and who said them; in an open realm none is listed. */
  readonly parts: readonly PartInForce[]
  /** Rules that are kept but not in force, each with its reason. */
  readonly refused: readonly Refused[]
  readonly clashes: readonly Clash[]
  /** Items of members that have no effect, and why; the first thousand. */
  readonly ignored: readonly IgnoredItem[]
}

/** The realm of a node. */
export interface NodeRealm {
  readonly id: Hash
  readonly name: string
  /** Anybody may write, and the law is fixed: for trials. The acts below are then refused with `FORBIDDEN`. */
  readonly isOpen: boolean
  /** The text of the founding record: whoever has it can join. */
  readonly founding: string
  /** Sorted by depth, then name; empty in an open realm. */
  members(): readonly RealmMember[]
  law(): LawInForce
  /**
   * Removals that count for nothing, because their author signed one place of its log twice, of members who so belong again: as far as the
   * branches held here tell. Somebody above has to remove again.
   */
  undone(): readonly Undone[]
  /** Brings somebody in. Needs the role `admin`. */
  invite(key: string, options: InviteOptions): Promise<Claimed>
  /** Ends a membership for good; of one that this node brought in, or that is below it. Needs the role `admin`. */
  remove(key: string, options?: RemoveOptions): Promise<Claimed>
  /** Adds to the law. Needs the role `schema`. A rule that would not come into force is refused. */
  legislate(change: LawChange, options?: Cancel): Promise<Legislated>
  /** Puts a part of the law out of force for good. Needs the role `admin`. */
  revoke(hash: string, options?: Cancel): Promise<Claimed>
  /** Signs that `key` comes after this node, which has the founder's place. Writes nothing. */
  successor(key: string, options?: Cancel): Promise<SuccessorWord>
  /** Takes the founder's place by its word. */
  succeed(word: SuccessorWord, options?: Cancel): Promise<Claimed>
}
